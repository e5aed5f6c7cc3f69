package dev.penstock.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * A running pipeline, as a test sees it: what can be sent in and what came out at each hop. May be used from several
 * threads. Names are physical names, the ones the template gives; an unknown stream or table fails with the error of
 * AWS.
 */
public final class Pipeline {
    private static final String OWN_CLIENT_ID = "penstock-testkit";

    private final EngineBridge engine;
    private final boolean virtualTime;

    Pipeline(EngineBridge engine, boolean virtualTime) {
        this.engine = engine;
        this.virtualTime = virtualTime;
    }

    /** Where the AWS APIs are served: the endpoint for any SDK or for the AWS CLI. */
    public URI endpoint() {
        return URI.create(engine.endpoint());
    }

    /** The loopback port of plain MQTT. */
    public int mqttPort() {
        return engine.mqttPort();
    }

    /** A device that publishes to {@code sensors/<id>}, with its id as client id. */
    public Device device(String id) {
        return new Device(engine, id);
    }

    /**
     * Publishes a text with MQTT QoS 1 and returns when it is acknowledged: rules have run, and what they sent on is
     * in its stream.
     */
    public void publish(String topic, String payload) {
        engine.publish(topic, payload.getBytes(StandardCharsets.UTF_8), Device.AT_LEAST_ONCE, OWN_CLIENT_ID);
    }

    /**
     * Moves the virtual clock, runs what comes due on the way in order of its time, and returns when the pipeline is
     * quiet.
     *
     * @param step zero or more, to the millisecond
     * @throws ExtensionConfigurationException when the pipeline runs by the machine's clock
     */
    public void advance(Duration step) {
        if (!virtualTime) {
            throw new ExtensionConfigurationException(
                    "Pipeline.advance(%s) moves a virtual clock, and this pipeline runs by the machine's: set @Penstock(virtualTime = true)"
                            .formatted(step));
        }
        if (step.isNegative()) {
            throw new IllegalArgumentException(
                    "a clock cannot go back by %s; advance takes zero or more".formatted(step));
        }
        engine.advance(step.toMillis());
    }

    /**
     * Returns when nothing is under way: what was published has gone through rules, streams, functions and
     * applications, except what waits for the clock (batching windows, retries, windows of SQL).
     */
    public void settle() {
        engine.settle();
    }

    /** The records that a stream holds, shard by shard and oldest first, their data read as UTF-8. */
    public List<String> records(String stream) {
        return engine.records(stream).stream()
                .map(record -> new String((byte[]) require(record, "data"), StandardCharsets.UTF_8))
                .toList();
    }

    /** All items of a table in no special order; values are texts, numbers, booleans, null, lists and maps. */
    public List<Map<String, @Nullable Object>> items(String table) {
        return engine.items(table);
    }

    /**
     * The newest rows that went into an in-application stream of a SQL application, oldest first; the last 10,000 of all
     * streams are kept.
     *
     * @param inApplicationStream its name, case-sensitive, for example {@code DESTINATION_SQL_STREAM}; one that does not
     *     exist has no rows
     */
    public List<Row> rows(String inApplicationStream) {
        return engine.rows(inApplicationStream).stream().map(Pipeline::row).toList();
    }

    /**
     * What rules sent to a service that does not run here, oldest first; empty when nothing was.
     *
     * @param kind of the action: {@code s3}, {@code sqs}, {@code sns}, {@code firehose}, {@code cloudwatchMetric}, {@code
     *     cloudwatchAlarm}, or one that is recorded only
     * @param target bucket, queue URL, topic ARN, delivery stream, metric namespace, alarm
     */
    public List<Sent> sinks(String kind, String target) {
        return engine.sinks(kind, target).stream().map(Pipeline::sent).toList();
    }

    /** Forgets everything that {@link #sinks} gives. */
    public void clearSinks() {
        engine.clearSinks();
    }

    /**
     * Lets the next runs of a kind of action fail, as if its service had answered with an error and trying again had not
     * helped: for tests of error actions.
     *
     * @param kind for example {@code kinesis}
     * @param code of AWS, for example {@code ProvisionedThroughputExceededException}
     */
    public void failNext(String kind, int runs, String code, String message) {
        engine.failNext(kind, runs, code, message);
    }

    /** Errors and delays on purpose in the streams, seen by clients of the endpoint. */
    public StreamFaults streamFaults() {
        return new StreamFaults(engine);
    }

    /** The newest log lines of a function, oldest first. */
    public List<String> logs(String function) {
        return engine.logs(function);
    }

    /**
     * Runs a function once and waits for its answer; a handler that fails is an answer too.
     *
     * @param event JSON
     */
    public Answer invoke(String function, String event) {
        Map<String, @Nullable Object> answer = engine.invoke(function, event.getBytes(StandardCharsets.UTF_8));
        return new Answer((byte[]) require(answer, "payload"), (String) answer.get("error"));
    }

    /** The event source mappings of a function, in order of creation. */
    public List<Mapping> mappings(String function) {
        return engine.mappings(function).stream().map(Mapping::new).toList();
    }

    /**
     * The only event source mapping of a function.
     *
     * @throws IllegalStateException when it has none, or several
     */
    public Mapping mapping(String function) {
        List<Mapping> all = mappings(function);
        if (all.size() != 1) {
            throw new IllegalStateException("function '%s' has %d event source mappings, not one: %s"
                    .formatted(
                            function,
                            all.size(),
                            all.stream().map(Mapping::source).toList()));
        }
        return all.get(0);
    }

    /** The value of an output of the template. */
    public String output(String name) {
        Map<String, String> outputs = engine.outputs();
        String value = outputs.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the template has no output '%s'; it has: %s".formatted(name, outputs.keySet()));
        }
        return value;
    }

    /** What each hop counted since the start, by name of the hop. */
    public Map<String, @Nullable Object> counters() {
        return engine.counters();
    }

    /**
     * Why a message did or did not fire each rule, and what each action did, as an indented tree.
     *
     * @throws IllegalArgumentException when no such message is kept
     */
    public String explain(String messageId) {
        return engine.explain(messageId);
    }

    /**
     * {@link #explain} for the newest message.
     *
     * @throws IllegalStateException when nothing was published yet
     */
    public String explainLast() {
        List<String> newest = engine.recentMessages(1);
        if (newest.isEmpty()) {
            throw new IllegalStateException("there is nothing to explain: no message has been published yet");
        }
        return explain(newest.get(0));
    }

    @SuppressWarnings("unchecked") // the shape that EngineBridge.rows promises
    private static Row row(Map<String, @Nullable Object> row) {
        long rowTimeMillis = (Long) require(row, "rowTimeMillis");
        return new Row(Instant.ofEpochMilli(rowTimeMillis), (Map<String, @Nullable Object>) require(row, "columns"));
    }

    @SuppressWarnings("unchecked") // the shape that EngineBridge.sinks promises
    private static Sent sent(Map<String, @Nullable Object> entry) {
        return new Sent(
                Instant.ofEpochMilli((Long) require(entry, "timeMillis")),
                (String) require(entry, "rule"),
                (String) require(entry, "messageId"),
                (Map<String, String>) require(entry, "fields"),
                (byte[]) require(entry, "body"));
    }

    private static Object require(Map<String, @Nullable Object> answer, String key) {
        Object value = answer.get(key);
        if (value == null) {
            throw new IllegalStateException("the engine answered %s without '%s': it is not of this test kit's version"
                    .formatted(answer.keySet(), key));
        }
        return value;
    }
}
