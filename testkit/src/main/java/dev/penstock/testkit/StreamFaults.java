package dev.penstock.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Errors and delays on purpose in the streams of a pipeline. Each method puts one fault in force and returns its id; what
 * it did is counted. Faults are exact: the third entry is the third, whichever threads send them.
 *
 * <pre>{@code
 * String fault = pipeline.streamFaults().failEntry("orders", 3);
 * ...
 * assertThat(pipeline.streamFaults().fired(fault)).isEqualTo(1);
 * }</pre>
 */
public final class StreamFaults {
    private static final String STREAM = "stream";

    private final EngineBridge engine;

    StreamFaults(EngineBridge engine) {
        this.engine = engine;
    }

    /**
     * Refuses the n-th record that a client puts into a stream from now on, with ProvisionedThroughputExceededException.
     *
     * @param nth from 1
     */
    public String failEntry(String stream, long nth) {
        return add(Map.of("fault", "failEntry", STREAM, stream, "nth", nth));
    }

    /**
     * Refuses the next uses of a shard (puts, reads, iterators) with ProvisionedThroughputExceededException.
     *
     * @param shard for example {@code shardId-000000000000}
     */
    public String throttleShard(String stream, String shard, int times) {
        return add(Map.of("fault", "throttleShard", STREAM, stream, "shard", shard, "times", times));
    }

    /** Refuses the next calls of an operation with an error of AWS. */
    public String failCall(String operation, int times, String error) {
        return add(Map.of("fault", "failCall", "operation", operation, "times", times, "error", error));
    }

    /** Holds back the answers of an operation, by the pipeline's clock, until the fault is removed. */
    public String delay(String operation, Duration delay) {
        return add(Map.of("fault", "delay", "operation", operation, "delay", delay.toMillis() + "ms"));
    }

    /** Lets the next iterator that is used on a stream expire. */
    public String expireIterator(String stream) {
        return add(Map.of("fault", "expireIterator", STREAM, stream));
    }

    /**
     * Puts any fault in force.
     *
     * @param fields as in the settings file: {@code fault}, {@code operation}, {@code stream}, {@code shard}, {@code nth},
     *     {@code every}, {@code probability}, {@code seed}, {@code times}, {@code duration}, {@code error}, {@code
     *     message}, {@code delay}, {@code inJvm}
     * @throws IllegalArgumentException says which field is wrong
     */
    public String add(Map<String, Object> fields) {
        return engine.addStreamFault(fields);
    }

    /**
     * How often a fault has hit so far.
     *
     * @throws IllegalArgumentException when there is no such fault
     */
    public long fired(String id) {
        for (Map<String, @Nullable Object> fault : engine.streamFaults()) {
            if (id.equals(fault.get("id")) && fault.get("fired") instanceof Long fired) {
                return fired;
            }
        }
        throw new IllegalArgumentException("there is no fault '%s'; there are %s".formatted(id, all()));
    }

    /** All faults with their fields and {@code id}, {@code matched}, {@code fired}, {@code over}. */
    public List<Map<String, @Nullable Object>> all() {
        return engine.streamFaults();
    }

    /** Ends a fault; false when there is no such one. */
    public boolean remove(String id) {
        return engine.removeStreamFault(id);
    }

    /** Ends all faults. */
    public void clear() {
        engine.clearStreamFaults();
    }
}
