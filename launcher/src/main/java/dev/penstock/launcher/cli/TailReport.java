package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Prints what is new in each view of an application: rows, and reasons why a stream has none, once each. */
final class TailReport {
    private final PrintWriter out;
    private final boolean json;
    private final @Nullable String only;
    private final Map<String, Long> shown = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private boolean printed;

    /** @param only the stream to show, null for all but the input's */
    TailReport(PrintWriter out, boolean json, @Nullable String only) {
        this.out = out;
        this.json = json;
        this.only = only;
    }

    /** @return whether there was a new row */
    boolean show(JsonNode view) {
        printed = false;
        boolean isFound = false;
        StringJoiner names = new StringJoiner(", ");
        for (JsonNode stream : view.path("streams")) {
            String name = stream.path("name").asText();
            names.add(name);
            if (only == null ? !stream.has("shards") : only.equals(name)) {
                isFound = true;
                stream(name, stream);
            }
        }
        if (!isFound) {
            throw new UserException("application %s has no stream %s (upper and lower case count); there are %s"
                    .formatted(view.path("name").asText(), only, names));
        }
        return printed;
    }

    private void stream(String name, JsonNode stream) {
        long rows = stream.path("rows").asLong();
        long known = shown.getOrDefault(name, 0L);
        long before = rows < known ? 0 : known; // an application that was made anew counts from 0
        JsonNode newest = stream.path("newest");
        int fresh = (int) Math.min(newest.size(), Math.max(0, rows - before));
        if (rows - before > fresh) {
            notKept(name, rows - before - fresh);
        }
        for (int i = newest.size() - fresh; i < newest.size(); i++) {
            row(name, newest.get(i));
        }
        shown.put(name, rows);
        why(name, stream.path("why"));
    }

    private void notKept(String name, long rows) {
        out.println(
                json
                        ? Json.MAPPER.createObjectNode().put("stream", name).put("notKept", rows)
                        : "%-22s ... %d earlier rows are not kept".formatted(name, rows));
    }

    private void row(String name, JsonNode row) {
        printed = true;
        if (json) {
            ObjectNode line = Json.MAPPER.createObjectNode().put("stream", name);
            line.set("row", row);
            out.println(line);
            return;
        }
        StringJoiner columns = new StringJoiner("  ");
        row.properties()
                .forEach(column -> columns.add(
                        column.getKey().equals("ROWTIME")
                                ? column.getValue().asText()
                                : "%s=%s"
                                        .formatted(
                                                column.getKey(),
                                                column.getValue().asText())));
        out.println("%-22s %s".formatted(name, columns));
    }

    /** Told again only when it changes, time apart. */
    private void why(String name, JsonNode why) {
        StringJoiner reasons = new StringJoiner("\n");
        why.forEach(reason -> reasons.add("%-22s no rows: %s".formatted(name, reason.asText())));
        String text = reasons.toString();
        String key = text.replaceAll("in \\d+ ms", "");
        if (!json && !text.isEmpty() && !key.equals(told.put(name, key))) {
            out.println(text);
        }
    }
}
