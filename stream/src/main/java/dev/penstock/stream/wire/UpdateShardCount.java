package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Splits and merges until a stream has a number of equal shards. */
record UpdateShardCount(
        @Nullable String scalingType,
        StreamReference stream,
        @Nullable Integer targetShardCount) {
    private static final int MAX_IN_MODEL = 100_000;
    private static final int MOST_SHARDS = 10_000;

    static UpdateShardCount read(WireInput in) {
        return new UpdateShardCount(
                in.text("ScalingType").orElse(null),
                StreamReference.read(in),
                in.integer("TargetShardCount").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .required("scalingType", scalingType)
                .oneOf("scalingType", scalingType, List.of("UNIFORM_SCALING"));
        stream.check(violations)
                .required("targetShardCount", targetShardCount)
                .number("targetShardCount", targetShardCount, 1, MAX_IN_MODEL)
                .refuse();
        int target = Objects.requireNonNull(targetShardCount);
        StreamState state = stream.in(streams);
        int[] before = new int[1];
        state.update(() -> {
            before[0] = state.openShards();
            Provisioned.check(streams, state);
            check(streams, state, before[0], target);
            return () -> state.scale(target);
        });
        return out -> {
            out.text("StreamName", state.name());
            out.number("CurrentShardCount", before[0]);
            out.number("TargetShardCount", target);
            out.text("StreamARN", streams.arn(state.name()));
        };
    }

    private static void check(InMemoryStreams streams, StreamState state, int open, int target) {
        int most = Math.min(MOST_SHARDS, streams.shardLimit());
        if (target > most) {
            throw refused("Target shard count or number of open shards cannot be greater than " + most, open, target);
        }
        if (target > 2 * open) {
            throw refused("UpdateShardCount cannot scale up over double your current open shard count", open, target);
        }
        if (2 * target < open) {
            throw refused("UpdateShardCount cannot scale down below half your current open shard count", open, target);
        }
        streams.checkShardLimit(Math.max(0, target - open));
        if (!state.attributes().tryUpdateShardCount()) {
            throw KinesisErrors.limitExceeded(
                    "UpdateShardCount may be called 10 times in 24 hours for a stream; stream %s under account %s is at"
                                    .formatted(state.name(), streams.identity().account())
                            + " that limit.");
        }
    }

    private static RuntimeException refused(String limit, int open, int target) {
        return KinesisErrors.limitExceeded(
                "%s. Current open shard count: %d, Target shard count: %d".formatted(limit, open, target));
    }
}
