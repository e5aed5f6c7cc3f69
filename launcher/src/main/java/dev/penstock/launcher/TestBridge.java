package dev.penstock.launcher;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.launcher.settings.SettingsReader;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the test kit calls, across class loaders: only JDK types in and out, so that a user's tests and the engine never
 * have to agree on a library version. The test kit mirrors these methods in an interface of its own and calls them by
 * name: renaming one is a breaking change.
 */
public final class TestBridge implements AutoCloseable {
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
    private static final int KEPT_ROWS = 10_000;
    private static final int BAD_REQUEST = 400;

    private final Time time;
    private final Emulator pipeline;
    private final RecordBrowser records;
    private final Map<String, Mqtt3BlockingClient> devices = new HashMap<>();
    private final Deque<InApplicationRow> rows = new ArrayDeque<>();

    private TestBridge(Time time, Emulator pipeline) {
        this.time = time;
        this.pipeline = pipeline;
        this.records = new RecordBrowser(pipeline.endpoint());
        pipeline.analytics().onRow(this::keep);
    }

    /**
     * Starts a pipeline on free ports.
     *
     * @param options {@code template} (absolute path), {@code virtualTime} (Boolean), {@code startInstant} (ISO instant, for
     *     virtual time), {@code parameters} (Map of template parameters), {@code config} (settings file, absolute path;
     *     its ports are not used)
     */
    public static TestBridge open(Map<String, Object> options) {
        Time time = clock(options);
        try {
            Settings settings = settings(options);
            PipelinePlan plan = TemplateReader.read(
                    Path.of(text(options, "template")),
                    parameters(options),
                    settings.identity(),
                    settings.functions().code());
            return new TestBridge(time, Emulator.start(settings, plan, time));
        } catch (RuntimeException failure) {
            closeClock(time);
            throw failure;
        }
    }

    public String endpoint() {
        return pipeline.endpoint().toString();
    }

    public int mqttPort() {
        return pipeline.mqttPort();
    }

    /** Publishes as a device over MQTT; returns when the broker has acknowledged (QoS 1) or the message is sent (QoS 0). */
    public void publish(String topic, byte[] payload, int qos, String clientId) {
        device(clientId)
                .publishWith()
                .topic(topic)
                .qos(qos == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
    }

    /** Moves the virtual clock; refused when the pipeline runs on the system clock. */
    public void advance(long millis) {
        if (!(time instanceof TestTime clock)) {
            throw new IllegalStateException(
                    "advance needs a clock that tests can move: @Penstock(value = \"...\", virtualTime = true)");
        }
        clock.advance(Duration.ofMillis(millis));
    }

    /** Waits until everything accepted is finished or parked on a timer. */
    public void settle() {
        if (!pipeline.drain(SETTLE_LIMIT)) {
            throw new IllegalStateException("the pipeline did not settle within %s; still in flight: %s"
                    .formatted(SETTLE_LIMIT, pipeline.status().inFlight()));
        }
    }

    public List<Map<String, Object>> records(String stream) {
        return records.records(stream);
    }

    public List<Map<String, Object>> items(String table) {
        return pipeline.tables().items(table);
    }

    /** What actions of a kind sent to a target: {@code timeMillis}, {@code rule}, {@code messageId}, {@code fields}, {@code body}. */
    public List<Map<String, Object>> sinks(String kind, String target) {
        return pipeline.rules().sinks().entries(kind, target).stream()
                .map(entry -> Map.<String, Object>of(
                        "timeMillis", entry.time().toEpochMilli(),
                        "rule", entry.rule(),
                        "messageId", entry.messageId(),
                        "fields", entry.fields(),
                        "body", entry.body().toArray()))
                .toList();
    }

    /** Forgets what all actions sent. */
    public void clearSinks() {
        pipeline.rules().sinks().clear();
    }

    /** Lets the next runs of a kind of action fail with an error of AWS. */
    public void failNext(String actionKind, int runs, String code, String message) {
        pipeline.rules().failNext(actionKind, runs, new AwsException(code, BAD_REQUEST, message));
    }

    /** Puts a fault into the streams, given by the fields of {@code docs/kinesis-settings.md}; returns its id. */
    public String addStreamFault(Map<String, Object> fields) {
        return pipeline.streams().faults().add(StreamFaults.Fault.of(fields));
    }

    /** Each fault's fields, with {@code id}, {@code matched}, {@code fired} and {@code over}. */
    public List<Map<String, Object>> streamFaults() {
        return pipeline.streams().faults().all().stream()
                .map(StreamFaults.Status::fields)
                .toList();
    }

    /** False when there is no such fault. */
    public boolean removeStreamFault(String id) {
        return pipeline.streams().faults().remove(id);
    }

    public void clearStreamFaults() {
        pipeline.streams().faults().clear();
    }

    /** The newest rows of an in-application stream, oldest first. */
    public List<Map<String, Object>> rows(String inApplicationStream) {
        List<Map<String, Object>> found = new ArrayList<>();
        synchronized (rows) {
            for (InApplicationRow row : rows) {
                if (row.stream().equals(inApplicationStream)) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    copy.put("rowTimeMillis", row.rowTime().toEpochMilli());
                    copy.put("columns", row.columns());
                    found.add(copy);
                }
            }
        }
        return found;
    }

    public List<String> logs(String function) {
        return pipeline.functions().logs(function, Integer.MAX_VALUE);
    }

    /**
     * Runs a function once: {@code payload} (bytes), and {@code error} when its handler failed.
     *
     * @param event JSON
     */
    public Map<String, Object> invoke(String function, byte[] event) {
        return FunctionView.invoke(pipeline.functions(), function, event);
    }

    /**
     * The mappings of a function: {@code id}, {@code source}, {@code state}, {@code result}, the counters (Long) by name,
     * and {@code timeline}, a list of lines.
     */
    public List<Map<String, Object>> mappings(String function) {
        return FunctionView.mappings(pipeline.functions(), function);
    }

    /** The outputs of the template, by name. */
    public Map<String, String> outputs() {
        return pipeline.outputs();
    }

    public List<String> recentMessages(int limit) {
        return pipeline.rules().recentMessages(limit);
    }

    public String explain(String messageId) {
        return pipeline.rules()
                .explain(messageId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "message '%s' is not among the last ones that are kept".formatted(messageId)))
                .text();
    }

    /** A few totals: published, acknowledged, messages (at the rules), and {@code in-flight} by hop. */
    public Map<String, Object> counters() {
        PipelineStatus status = pipeline.status();
        return Map.of(
                "published", status.broker().published(),
                "acknowledged", status.broker().acknowledged(),
                "messages", status.rules().messages(),
                "in-flight", status.inFlight());
    }

    @Override
    public void close() {
        synchronized (devices) {
            devices.values().forEach(Mqtt3BlockingClient::disconnect);
            devices.clear();
        }
        pipeline.close();
        closeClock(time);
    }

    private Mqtt3BlockingClient device(String clientId) {
        synchronized (devices) {
            return devices.computeIfAbsent(clientId, id -> {
                Mqtt3BlockingClient client = MqttClient.builder()
                        .useMqttVersion3()
                        .identifier(id)
                        .serverHost("127.0.0.1")
                        .serverPort(pipeline.mqttPort())
                        .buildBlocking();
                client.connect();
                return client;
            });
        }
    }

    private void keep(InApplicationRow row) {
        synchronized (rows) {
            if (rows.size() == KEPT_ROWS) {
                rows.removeFirst();
            }
            rows.addLast(row);
        }
    }

    private static Settings settings(Map<String, Object> options) {
        Object config = options.get("config");
        return config == null
                ? Settings.forTests()
                : SettingsReader.read(Path.of(config.toString()), Settings.forTests())
                        .withPorts(0, 0);
    }

    private static Time clock(Map<String, Object> options) {
        if (!Boolean.TRUE.equals(options.get("virtualTime"))) {
            return new SystemTime();
        }
        Object start = options.get("startInstant");
        return TestTime.at(start == null ? Instant.parse("2026-01-01T00:00:00Z") : Instant.parse(start.toString()));
    }

    private static void closeClock(Time time) {
        if (time instanceof SystemTime system) {
            system.close();
        }
    }

    private static String text(Map<String, Object> options, String name) {
        Object value = options.get(name);
        if (value == null) {
            throw new StartException("the test kit did not say '%s'".formatted(name));
        }
        return value.toString();
    }

    private static Map<String, String> parameters(Map<String, Object> options) {
        Map<String, String> parameters = new HashMap<>();
        @Nullable Object given = options.get("parameters");
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> parameters.put(String.valueOf(name), String.valueOf(value)));
        }
        return parameters;
    }
}
