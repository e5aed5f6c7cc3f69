package dev.penstock.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event source mapping as it was when it was asked for. */
public final class Mapping {
    private final Map<String, @Nullable Object> fields;

    Mapping(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** ARN of what it reads. */
    public String source() {
        return String.valueOf(fields.get("source"));
    }

    /** For example {@code Enabled}. */
    public String state() {
        return String.valueOf(fields.get("state"));
    }

    /** In AWS's words: {@code No records processed}, {@code OK} or {@code PROBLEM: ...}. */
    public String lastProcessingResult() {
        return String.valueOf(fields.get("result"));
    }

    /** Records of batches that the function took. */
    public long delivered() {
        return count("recordsDelivered");
    }

    /** Records given up, after the last retry or for their age. */
    public long discarded() {
        return count("recordsDiscarded");
    }

    /** Records that no filter pattern matched. */
    public long filtered() {
        return count("recordsFiltered");
    }

    /** Attempts, retries included. */
    public long invocations() {
        return count("invocations");
    }

    /** Attempts that failed. */
    public long failures() {
        return count("failures");
    }

    /** What happened in each shard, oldest first: why the function was called, or not. */
    @SuppressWarnings("unchecked") // the shape that EngineBridge.mappings promises
    public List<String> timeline() {
        return (List<String>) fields.getOrDefault("timeline", List.of());
    }

    private long count(String name) {
        Object value = fields.get(name);
        if (value instanceof Long count) {
            return count;
        }
        throw new IllegalStateException(
                "the engine does not count '%s': it is not of this test kit's version".formatted(name));
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
