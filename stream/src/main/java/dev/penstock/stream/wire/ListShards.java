package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the shards of a stream, page by page; a next-page token holds stream, filter and place. */
record ListShards(
        @Nullable Integer maxResults,
        @Nullable String exclusiveStartShardId,
        StreamReference stream,
        @Nullable String nextToken,
        ShardFilter filter,
        @Nullable Instant createdAt) {
    private static final int DEFAULT_RESULTS = 1_000;
    private static final int MAX_RESULTS = 10_000;
    private static final String TOKEN = "shards";
    private static final int TOKEN_FIELDS = 6;

    static ListShards read(WireInput in) {
        return new ListShards(
                in.integer("MaxResults").orElse(null),
                in.text("ExclusiveStartShardId").orElse(null),
                StreamReference.read(in),
                in.text("NextToken").orElse(null),
                ShardFilter.read(in),
                in.timestamp("StreamCreationTimestamp").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = new Violations()
                .number("maxResults", maxResults, 1, MAX_RESULTS)
                .text("exclusiveStartShardId", exclusiveStartShardId, Violations.TextRule.NAME);
        stream.checkIfPresent(violations).text("nextToken", nextToken, Violations.TextRule.NEXT_TOKEN);
        filter.check(violations);
        violations.refuse();
        checkTogether();
        return nextToken == null ? page(streams) : continued(streams, nextToken).page(streams);
    }

    /** A token names the stream and the place by itself. */
    private void checkTogether() {
        if (nextToken == null) {
            if (stream.isAbsent()) {
                throw KinesisErrors.invalidArgument("Either NextToken or StreamName should be provided.");
            }
            return;
        }
        String other = !stream.isAbsent()
                ? "StreamName"
                : createdAt != null
                        ? "StreamCreationTimestamp"
                        : exclusiveStartShardId != null ? "ExclusiveStartShardId" : null;
        if (other != null) {
            throw KinesisErrors.invalidArgument("NextToken and %s cannot be provided together.".formatted(other));
        }
    }

    private WireOutput.Body page(InMemoryStreams streams) {
        StreamState state = stream.in(streams);
        if (!state.status().serves()) {
            throw KinesisErrors.notActive(state.name(), streams.identity().account(), state.status());
        }
        if (createdAt != null && createdAt.getEpochSecond() != state.created().getEpochSecond()) {
            throw KinesisErrors.streamNotFound(state.name(), streams.identity().account());
        }
        return state.whileStill(() -> page(streams, state));
    }

    private WireOutput.Body page(InMemoryStreams streams, StreamState state) {
        List<Shard> after = ShardPage.after(streams, state, exclusiveStartShardId, filter.apply(streams, state));
        int most = maxResults == null ? DEFAULT_RESULTS : maxResults;
        List<Shard> page = after.subList(0, Math.min(most, after.size()));
        List<ListedShard> listed = page.stream().map(ListedShard::of).toList();
        return out -> {
            out.structures("Shards", listed, ListedShard::writeTo);
            if (page.size() < after.size()) {
                out.text("NextToken", token(streams, state, page.get(page.size() - 1)));
            }
        };
    }

    private String token(InMemoryStreams streams, StreamState state, Shard last) {
        Instant since = filter.timestamp();
        return PageToken.issue(
                streams.time(),
                TOKEN,
                List.of(
                        state.name(),
                        Long.toString(state.created().toEpochMilli()),
                        last.id(),
                        filter.type() == null ? "" : filter.type(),
                        filter.shardId() == null ? "" : filter.shardId(),
                        since == null ? "" : Long.toString(since.toEpochMilli())));
    }

    private ListShards continued(InMemoryStreams streams, String token) {
        List<String> fields = PageToken.resolve(streams.time(), TOKEN, TOKEN_FIELDS, token);
        ShardFilter same = ShardFilter.of(
                fields.get(3).isEmpty() ? null : fields.get(3),
                fields.get(4).isEmpty() ? null : fields.get(4),
                fields.get(5).isEmpty() ? null : instant(fields.get(5)));
        if (filter.isGiven() && !filter.equals(same)) {
            throw KinesisErrors.invalidArgument(
                    "The ShardFilter is not that of the NextToken; leave it out: the token holds it.");
        }
        return new ListShards(
                maxResults,
                fields.get(2),
                new StreamReference(fields.get(0), null),
                null,
                same,
                instant(fields.get(1)));
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
