package dev.penstock.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands in for the engine: packed into a penstock.jar by FakeDistribution, it remembers what it was told and writes
 * its openings and closings to the file {@code journal} beside that jar.
 */
public final class TestBridge implements AutoCloseable {
    private final Map<String, Object> options;
    private final List<Map<String, Object>> published = new ArrayList<>();
    private final List<Map<String, Object>> faults = new ArrayList<>();
    private long advancedMillis;

    private TestBridge(Map<String, Object> options) {
        this.options = options;
        journal("open " + Path.of((String) options.get("template")).getFileName());
    }

    public static TestBridge open(Map<String, Object> options) {
        if (options.get("parameters") instanceof Map<?, ?> parameters && parameters.containsKey("Unknown")) {
            throw new IllegalArgumentException("the template has no parameter 'Unknown'");
        }
        return new TestBridge(options);
    }

    public String endpoint() {
        return "http://127.0.0.1:4566";
    }

    public int mqttPort() {
        return 1883;
    }

    public void publish(String topic, byte[] payload, int qos, String clientId) {
        published.add(Map.of("topic", topic, "data", payload, "partitionKey", "%d %s".formatted(qos, clientId)));
    }

    public void advance(long millis) {
        advancedMillis += millis;
    }

    public void settle() {
        journal("settle");
    }

    /** What was published to the topic of this name. */
    public List<Map<String, Object>> records(String stream) {
        return published.stream()
                .filter(message -> stream.equals(message.get("topic")))
                .toList();
    }

    /** The options. */
    public List<Map<String, Object>> items(String table) {
        return List.of(new LinkedHashMap<>(options));
    }

    public List<Map<String, Object>> rows(String inApplicationStream) {
        return List.of(Map.of("rowTimeMillis", advancedMillis, "columns", Map.of("name", inApplicationStream)));
    }

    public List<Map<String, Object>> sinks(String kind, String target) {
        return published.stream()
                .map(message -> Map.of(
                        "timeMillis",
                        advancedMillis,
                        "rule",
                        kind,
                        "messageId",
                        target,
                        "fields",
                        Map.of("topic", message.get("topic")),
                        "body",
                        message.get("data")))
                .toList();
    }

    public void clearSinks() {
        published.clear();
    }

    public void failNext(String actionKind, int runs, String code, String message) {
        journal("fail %d %s %s %s".formatted(runs, actionKind, code, message));
    }

    /** The number of the fault is its id, and how often it fired. */
    public String addStreamFault(Map<String, Object> fields) {
        Map<String, Object> fault = new LinkedHashMap<>(fields);
        fault.put("fired", faults.size() + 1L);
        fault.put("id", Integer.toString(faults.size() + 1));
        faults.add(fault);
        return Integer.toString(faults.size());
    }

    public List<Map<String, Object>> streamFaults() {
        return faults;
    }

    public boolean removeStreamFault(String id) {
        return faults.removeIf(fault -> id.equals(fault.get("id")));
    }

    public void clearStreamFaults() {
        faults.clear();
    }

    /** The loaders that matter to the engine's libraries. */
    public List<String> logs(String function) {
        return List.of(
                getClass().getClassLoader().getName(),
                Thread.currentThread().getContextClassLoader().getName(),
                getClass().getClassLoader().getParent().getName());
    }

    /** Says what it was given; a function called {@code failing} fails. */
    public Map<String, Object> invoke(String function, byte[] event) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("payload", event);
        if (function.equals("failing")) {
            answer.put("error", "Unhandled");
        }
        return answer;
    }

    /** One, and two of a function called {@code busy}. */
    public List<Map<String, Object>> mappings(String function) {
        Map<String, Object> mapping = Map.of(
                "source",
                "arn of " + function,
                "state",
                "Enabled",
                "result",
                "OK",
                "recordsDelivered",
                7L,
                "timeline",
                List.of("DELIVERED: 7 records"));
        return function.equals("busy") ? List.of(mapping, mapping) : List.of(mapping);
    }

    public Map<String, String> outputs() {
        return Map.of("Stream", "arn of a stream");
    }

    public List<String> recentMessages(int limit) {
        return published.isEmpty() ? List.of() : List.of(Integer.toString(published.size()));
    }

    public String explain(String messageId) {
        return "explained " + messageId;
    }

    public Map<String, Object> counters() {
        return Map.of("published", published.size());
    }

    @Override
    public void close() {
        journal("close");
    }

    private static void journal(String line) {
        try {
            Path jar = Path.of(TestBridge.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Files.writeString(
                    jar.resolveSibling("journal"),
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
