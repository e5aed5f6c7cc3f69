package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.HashKey;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.math.BigInteger;

/** Merges two neighbouring shards; the first is the one with the lower hash keys. */
record MergeShards(ShardArgument shardToMerge, ShardArgument adjacentShardToMerge, StreamReference stream) {

    static MergeShards read(WireInput in) {
        return new MergeShards(
                new ShardArgument("shardToMerge", in.text("ShardToMerge").orElse(null)),
                new ShardArgument(
                        "adjacentShardToMerge", in.text("AdjacentShardToMerge").orElse(null)),
                StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = adjacentShardToMerge.check(shardToMerge.check(new Violations()));
        stream.check(violations).refuse();
        shardToMerge.index(streams, stream.name());
        adjacentShardToMerge.index(streams, stream.name());
        StreamState state = stream.in(streams);
        state.update(() -> {
            Shard lower = shardToMerge.in(streams, state);
            Shard upper = adjacentShardToMerge.in(streams, state);
            Provisioned.check(streams, state);
            ShardArgument.checkOpen(streams, state, lower);
            ShardArgument.checkOpen(streams, state, upper);
            checkNeighbours(streams, state, lower, upper);
            return () -> state.merge(lower, upper);
        });
        return WireOutput.Body.NONE;
    }

    private static void checkNeighbours(InMemoryStreams streams, StreamState state, Shard lower, Shard upper) {
        HashKey end = lower.range().to();
        boolean neighbours = end.toBigInteger()
                .add(BigInteger.ONE)
                .equals(upper.range().from().toBigInteger());
        if (!neighbours) {
            throw KinesisErrors.invalidArgument(
                    ("Shards %s and %s in stream %s under account %s are not an adjacent pair of shards eligible for"
                                    + " merging")
                            .formatted(
                                    lower.id(),
                                    upper.id(),
                                    state.name(),
                                    streams.identity().account()));
        }
    }
}
