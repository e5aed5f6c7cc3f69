package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.HashKey;
import dev.penstock.stream.local.HashKeyRange;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Splits a shard in two. */
record SplitShard(@Nullable String newStartingHashKey, StreamReference stream, ShardArgument shardToSplit) {

    static SplitShard read(WireInput in) {
        return new SplitShard(
                in.text("NewStartingHashKey").orElse(null),
                StreamReference.read(in),
                new ShardArgument("shardToSplit", in.text("ShardToSplit").orElse(null)));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .required("newStartingHashKey", newStartingHashKey)
                .text("newStartingHashKey", newStartingHashKey, Violations.TextRule.HASH_KEY);
        shardToSplit.check(stream.check(violations)).refuse();
        shardToSplit.index(streams, stream.name());
        StreamState state = stream.in(streams);
        state.update(() -> {
            Shard shard = shardToSplit.in(streams, state);
            Provisioned.check(streams, state);
            ShardArgument.checkOpen(streams, state, shard);
            streams.checkShardLimit(1);
            HashKey key = key(streams, state, shard);
            return () -> state.split(shard, key);
        });
        return WireOutput.Body.NONE;
    }

    private HashKey key(InMemoryStreams streams, StreamState state, Shard shard) {
        BigInteger key = new BigInteger(String.valueOf(newStartingHashKey));
        HashKeyRange range = shard.range();
        boolean above = key.compareTo(range.from().toBigInteger().add(BigInteger.ONE)) > 0;
        if (!above || key.compareTo(range.to().toBigInteger()) >= 0) {
            throw KinesisErrors.invalidArgument(
                    ("NewStartingHashKey %s used in SplitShard() on shard %s in stream %s under account %s is not both"
                                    + " greater than one plus the shard's StartingHashKey %s and less than the shard's"
                                    + " EndingHashKey %s.")
                            .formatted(
                                    key,
                                    shard.id(),
                                    state.name(),
                                    streams.identity().account(),
                                    range.from(),
                                    range.to()));
        }
        return HashKey.of(key);
    }
}
