package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import dev.penstock.stream.local.StreamStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes a stream with up to 100 of its shards. */
record DescribeStream(@Nullable Integer limit, @Nullable String exclusiveStartShardId, StreamReference stream) {
    private static final int MAX_LIMIT = 10_000;
    private static final int MOST_SHARDS = 100;

    static DescribeStream read(WireInput in) {
        return new DescribeStream(
                in.integer("Limit").orElse(null),
                in.text("ExclusiveStartShardId").orElse(null),
                StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .number("limit", limit, 1, MAX_LIMIT)
                .text("exclusiveStartShardId", exclusiveStartShardId, Violations.TextRule.NAME);
        stream.check(violations).refuse();
        StreamState state = stream.in(streams);
        return state.whileStill(() -> page(streams, state));
    }

    private WireOutput.Body page(InMemoryStreams streams, StreamState state) {
        StreamStatus status = state.status();
        List<Shard> after = ShardPage.after(streams, state, exclusiveStartShardId, state.listedShards());
        int most = Math.min(MOST_SHARDS, limit == null ? MOST_SHARDS : limit);
        List<ListedShard> page = after.stream().limit(most).map(ListedShard::of).toList();
        return out -> out.structure("StreamDescription", description -> {
            Shapes.stream(streams, state, status, description);
            Shapes.details(state, description);
            description.structures("Shards", page, ListedShard::writeTo);
            description.bool("HasMoreShards", page.size() < after.size());
        });
    }
}
