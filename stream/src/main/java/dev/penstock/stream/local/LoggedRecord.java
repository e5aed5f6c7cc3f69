package dev.penstock.stream.local;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;

/** A record where it lies in its chunk: nothing of it is copied before it is asked for. */
final class LoggedRecord implements StreamRecord {
    private final Shard shard;
    private final Chunk chunk;
    private final long index;

    LoggedRecord(Shard shard, Chunk chunk, long index) {
        this.shard = shard;
        this.chunk = chunk;
        this.index = index;
    }

    @Override
    public SequenceNumber sequenceNumber() {
        return shard.number(index, chunk.arrivalMillis(index));
    }

    @Override
    public String partitionKey() {
        return chunk.key(index);
    }

    @Override
    public Bytes data() {
        return chunk.data(index);
    }

    @Override
    public long arrivalMillis() {
        return chunk.arrivalMillis(index);
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(sequenceNumber(), shard);
    }
}
