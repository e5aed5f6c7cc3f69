package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists streams by name, up to 100 at a time. */
record ListStreams(
        @Nullable Integer limit,
        @Nullable String exclusiveStartStreamName,
        @Nullable String nextToken) {
    private static final int MAX_LIMIT = 10_000;
    private static final int MOST_STREAMS = 100;
    private static final String TOKEN = "streams";

    static ListStreams read(WireInput in) {
        return new ListStreams(
                in.integer("Limit").orElse(null),
                in.text("ExclusiveStartStreamName").orElse(null),
                in.text("NextToken").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        new Violations()
                .number("limit", limit, 1, MAX_LIMIT)
                .text("exclusiveStartStreamName", exclusiveStartStreamName, Violations.TextRule.NAME)
                .text("nextToken", nextToken, Violations.TextRule.NEXT_TOKEN)
                .refuse();
        String start = start(streams);
        List<StreamState> after = streams.all().stream()
                .filter(stream -> start == null || stream.name().compareTo(start) > 0)
                .toList();
        int most = Math.min(MOST_STREAMS, limit == null ? MOST_STREAMS : limit);
        List<StreamState> page = after.subList(0, Math.min(most, after.size()));
        return out -> {
            out.texts("StreamNames", page.stream().map(StreamState::name).toList());
            out.bool("HasMoreStreams", page.size() < after.size());
            if (page.size() < after.size()) {
                String last = page.get(page.size() - 1).name();
                out.text("NextToken", PageToken.issue(streams.time(), TOKEN, List.of(last)));
            }
            out.structures(
                    "StreamSummaries", page, (stream, item) -> Shapes.stream(streams, stream, stream.status(), item));
        };
    }

    private @Nullable String start(InMemoryStreams streams) {
        return nextToken == null
                ? exclusiveStartStreamName
                : PageToken.resolve(streams.time(), TOKEN, 1, nextToken).get(0);
    }
}
