package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.launcher.console.Counted;
import dev.penstock.platform.data.Json;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** How an application stands: its streams, pumps and windows, or those that one stream depends on. */
final class TailState {
    private static final int MOST_NAMED = 4;

    private final JsonNode view;
    private final Set<String> streams = new LinkedHashSet<>();
    private final Set<String> pumps = new HashSet<>();

    /** @param only a stream of the application, null for all */
    TailState(JsonNode view, @Nullable String only) {
        this.view = view;
        if (only == null) {
            view.path("streams").forEach(stream -> streams.add(name(stream)));
            view.path("pumps").forEach(pump -> pumps.add(name(pump)));
        } else {
            follow(only);
        }
    }

    private void follow(String stream) {
        if (streams.add(stream)) {
            for (JsonNode pump : view.path("pumps")) {
                if (pump.path("into").asText().equals(stream)) {
                    pumps.add(name(pump));
                    pump.path("from").forEach(source -> follow(source.asText()));
                }
            }
        }
    }

    /** Lines for people. */
    String text() {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(application());
        for (JsonNode stream : view.path("streams")) {
            if (streams.contains(name(stream))) {
                lines.add(stream(stream));
            }
        }
        for (JsonNode pump : view.path("pumps")) {
            if (pumps.contains(name(pump))) {
                lines.add(pump(pump));
                pump.path("windows").forEach(window -> lines.add(window(window)));
            }
        }
        return lines.toString();
    }

    private String application() {
        String waits = view.path("waitsFor").isNull()
                ? ""
                : ", waits for " + view.path("waitsFor").asText();
        return "application %s is %s at %s, %d ms behind its input; %s to its outputs%s"
                .formatted(
                        name(view),
                        view.path("status").asText(),
                        view.path("now").asText(),
                        view.path("millisBehindLatest").asLong(),
                        Counted.of(view.path("rowsOut").asLong(), "rows"),
                        waits);
    }

    private String stream(JsonNode stream) {
        JsonNode watermark = stream.path("watermark");
        return "  stream %s: %s, %s%s"
                .formatted(
                        name(stream),
                        Counted.of(stream.path("rows").asLong(), "rows"),
                        watermark.isNull() ? "no watermark yet" : "watermark " + watermark.asText(),
                        shards(stream.path("shards")));
    }

    /** Nothing when all shards come in one stream. */
    private String shards(JsonNode shards) {
        boolean isDivided = view.at("/streams/1").has("shards");
        if (!shards.isArray() || !isDivided) {
            return "";
        }
        String names = StreamSupport.stream(shards.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        return shards.size() > MOST_NAMED
                ? ", of %d shards".formatted(shards.size())
                : ", of " + (names.isEmpty() ? "no shard" : names);
    }

    private static String pump(JsonNode pump) {
        String from = StreamSupport.stream(pump.path("from").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        return "  pump %s from %s into %s: %s in, %d out, %d failed"
                .formatted(
                        name(pump),
                        from,
                        pump.path("into").asText(),
                        Counted.of(pump.path("rowsIn").asLong(), "rows"),
                        pump.path("rowsOut").asLong(),
                        pump.path("errorRows").asLong());
    }

    private static String window(JsonNode window) {
        JsonNode closes = window.path("closesAt");
        String when = closes.isNull()
                ? ""
                : "; the next at %s, in %d ms"
                        .formatted(
                                closes.asText(), window.path("closesInMillis").asLong());
        return "    %s: %d of at most %s; %s%s"
                .formatted(
                        window.path("step").asText(),
                        window.path("held").asLong(),
                        Counted.of(
                                window.path("most").asLong(),
                                window.path("unit").asText()),
                        window.path("closing").asText(),
                        when);
    }

    /** The same as JSON, without rows. */
    ObjectNode json() {
        ObjectNode state = ((ObjectNode) view).deepCopy();
        state.remove("plan");
        ArrayNode shown = Json.MAPPER.createArrayNode();
        for (JsonNode stream : state.path("streams")) {
            if (streams.contains(name(stream))) {
                shown.add(((ObjectNode) stream).without("newest"));
            }
        }
        ArrayNode filling = Json.MAPPER.createArrayNode();
        for (JsonNode pump : state.path("pumps")) {
            if (pumps.contains(name(pump))) {
                filling.add(pump);
            }
        }
        state.set("streams", shown);
        state.set("pumps", filling);
        return state;
    }

    /** What makes one state another, time apart. */
    String key() {
        return text().replaceAll(" at \\S+,", "").replaceAll("in \\d+ ms", "").replaceAll("\\d+ ms behind", "");
    }

    private static String name(JsonNode part) {
        return part.path("name").asText();
    }
}
