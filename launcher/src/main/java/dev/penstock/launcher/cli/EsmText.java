package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The timeline of an event source mapping, for people. */
final class EsmText {

    private EsmText() {}

    static String of(JsonNode timeline) {
        StringBuilder text = new StringBuilder();
        text.append("%s -> %s%n".formatted(text(timeline, "eventSourceArn"), text(timeline, "functionArn")));
        text.append("  %s  %s, last result: %s%n"
                .formatted(text(timeline, "uuid"), text(timeline, "state"), text(timeline, "lastProcessingResult")));
        timeline.path("why")
                .forEach(sentence ->
                        text.append("  - ").append(sentence.asText()).append(System.lineSeparator()));
        for (JsonNode shard : timeline.path("shards")) {
            text.append("  %s: dealt with up to %s, %d ms behind%n"
                    .formatted(
                            text(shard, "shardId"),
                            shard.path("checkpoint").asText("the beginning"),
                            shard.path("millisBehindLatest").asLong()));
            shard.path("events")
                    .forEach(event -> text.append("    ").append(event(event)).append(System.lineSeparator()));
        }
        return text.toString();
    }

    /** One line for each event, the shard in front. */
    static List<String> events(JsonNode timeline) {
        List<String> lines = new ArrayList<>();
        for (JsonNode shard : timeline.path("shards")) {
            shard.path("events").forEach(event -> lines.add(text(shard, "shardId") + " " + event(event)));
        }
        return lines;
    }

    private static String event(JsonNode event) {
        StringBuilder line = new StringBuilder()
                .append(text(event, "at"))
                .append(' ')
                .append(text(event, "kind"))
                .append(' ')
                .append(event.path("records").asInt())
                .append(" records");
        if (event.path("first").isTextual()) {
            line.append(" %s..%s".formatted(text(event, "first"), text(event, "last")));
        }
        if (event.path("lane").asInt() >= 0) {
            line.append(", lane ").append(event.path("lane").asInt());
        }
        if (event.path("attempt").asInt() > 0) {
            line.append(", attempt ").append(event.path("attempt").asInt());
        }
        String detail = text(event, "detail");
        return detail.isEmpty()
                ? line.toString()
                : line.append(": ").append(detail).toString();
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asText();
    }
}
