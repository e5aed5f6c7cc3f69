package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.StreamConsumer;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the consumers of a stream by name, up to 100 at a time; a next-page token holds stream and place. */
record ListStreamConsumers(
        @Nullable String streamArn,
        @Nullable Integer maxResults,
        @Nullable String nextToken,
        @Nullable Instant createdAt) {
    private static final int MAX_RESULTS = 10_000;
    private static final int MOST_CONSUMERS = 100;
    private static final String TOKEN = "consumers";
    private static final int TOKEN_FIELDS = 3;

    static ListStreamConsumers read(WireInput in) {
        return new ListStreamConsumers(
                in.text("StreamARN").orElse(null),
                in.integer("MaxResults").orElse(null),
                in.text("NextToken").orElse(null),
                in.timestamp("StreamCreationTimestamp").orElse(null));
    }

    WireOutput.Body call(InMemoryStreams streams, StreamConsumers consumers) {
        new Violations()
                .required("streamARN", streamArn)
                .text("streamARN", streamArn, Violations.TextRule.ARN)
                .number("maxResults", maxResults, 1, MAX_RESULTS)
                .text("nextToken", nextToken, Violations.TextRule.NEXT_TOKEN)
                .refuse();
        StreamState stream = new StreamReference(null, streamArn).in(streams);
        if (createdAt != null && createdAt.getEpochSecond() != stream.created().getEpochSecond()) {
            throw KinesisErrors.streamNotFound(stream.name(), streams.identity().account());
        }
        String start = start(streams, stream);
        List<StreamConsumer> after = consumers.of(stream).stream()
                .filter(consumer -> consumer.name().compareTo(start) > 0)
                .toList();
        int most = Math.min(MOST_CONSUMERS, maxResults == null ? MOST_CONSUMERS : maxResults);
        List<StreamConsumer> page = after.subList(0, Math.min(most, after.size()));
        return out -> {
            out.structures("Consumers", page, ConsumerShapes::consumer);
            if (page.size() < after.size()) {
                out.text("NextToken", token(streams, stream, page.get(page.size() - 1)));
            }
        };
    }

    private static String token(InMemoryStreams streams, StreamState stream, StreamConsumer last) {
        String created = Long.toString(stream.created().toEpochMilli());
        return PageToken.issue(streams.time(), TOKEN, List.of(stream.name(), created, last.name()));
    }

    /** The name after which to go on. */
    private String start(InMemoryStreams streams, StreamState stream) {
        if (nextToken == null) {
            return "";
        }
        if (createdAt != null) {
            throw KinesisErrors.invalidArgument("NextToken and StreamCreationTimestamp cannot be provided together.");
        }
        List<String> fields = PageToken.resolve(streams.time(), TOKEN, TOKEN_FIELDS, nextToken);
        String created = Long.toString(stream.created().toEpochMilli());
        if (!fields.subList(0, 2).equals(List.of(stream.name(), created))) {
            throw KinesisErrors.invalidArgument(
                    "Invalid NextToken. It is not one of stream %s".formatted(stream.name()));
        }
        return fields.get(2);
    }
}
