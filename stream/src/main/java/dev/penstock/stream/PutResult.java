package dev.penstock.stream;

/** Where a record was stored. Sequence numbers grow per shard, not across shards. */
public record PutResult(String shardId, SequenceNumber sequenceNumber) {}
