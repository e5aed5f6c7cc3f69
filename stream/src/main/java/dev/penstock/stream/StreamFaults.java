package dev.penstock.stream;

import dev.penstock.platform.data.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors and delays on purpose, for tests of clients and pipelines. All calls are thread-safe. */
public interface StreamFaults {

    /**
     * Puts a fault in force.
     *
     * @return its id, for {@link #remove}
     */
    String add(Fault fault);

    /** All faults, also those that are used up, in the order in which they were added. */
    List<Status> all();

    /** @return false when there is no such fault */
    boolean remove(String id);

    /** Ends all faults. */
    void clear();

    /**
     * What one fault has done so far.
     *
     * @param matched calls or entries that it looked at
     * @param fired how many of them it hit
     * @param over whether it can hit no more
     */
    record Status(String id, Fault fault, long matched, long fired, boolean over) {
        /** The fields of the fault, and the counts. */
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", id);
            fields.putAll(fault.fields());
            fields.put("matched", matched);
            fields.put("fired", fired);
            fields.put("over", over);
            return fields;
        }
    }

    /** What a fault does. */
    enum Kind {
        /** An entry of PutRecords (or a PutRecord) is refused. */
        FAIL_ENTRY("failEntry"),
        /** A call is refused. */
        FAIL_CALL("failCall"),
        /** Every use of a shard is refused with ProvisionedThroughputExceededException. */
        THROTTLE_SHARD("throttleShard"),
        /** The answer to a call comes later. What was asked for is done at once. */
        DELAY("delay"),
        /** The use of a shard iterator is refused with ExpiredIteratorException. */
        EXPIRE_ITERATOR("expireIterator");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As settings and the API spell it. */
        public String text() {
            return text;
        }
    }

    /**
     * One fault.
     *
     * @param inJvm whether puts from inside the JVM (rules, analytics) are hit too; only for entries and shards
     */
    record Fault(Kind kind, Target target, Schedule schedule, Effect effect, boolean inJvm) {

        public Fault {
            FaultFields.check(kind, target, schedule, effect, inJvm);
        }

        /**
         * Reads a fault as settings and the API spell it, for example {@code {fault: failEntry, stream: orders, nth: 3}}.
         *
         * @param fields texts, numbers and booleans by name
         * @throws IllegalArgumentException says which field is wrong and what was expected
         */
        public static Fault of(Map<String, ?> fields) {
            return new FaultFields(fields).read();
        }

        /** What {@link #of} reads. */
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("fault", kind.text());
            target.addTo(fields);
            schedule.addTo(fields);
            effect.addTo(fields);
            if (inJvm) {
                fields.put("inJvm", true);
            }
            return fields;
        }
    }

    /**
     * What a fault looks at; null takes all.
     *
     * @param operation for example {@code GetRecords}
     * @param shard for example {@code shardId-000000000000}
     */
    record Target(
            @Nullable String operation,
            @Nullable String stream,
            @Nullable String shard) {
        private void addTo(Map<String, Object> fields) {
            put(fields, "operation", operation);
            put(fields, "stream", stream);
            put(fields, "shard", shard);
        }
    }

    /**
     * Which of the calls or entries that match are hit. Of {@code nth}, {@code every} and {@code probability} at most one
     * is not zero; with none, all are.
     *
     * @param nth only the n-th, counted from 1
     * @param every each n-th
     * @param probability each with this probability, drawn from a generator with {@code seed}: the same seed hits the same
     * @param times at most so many; 0 has no end
     * @param duration only so long after the fault was added; zero has no end
     */
    record Schedule(long nth, long every, double probability, long seed, long times, Duration duration) {

        /** Whether nothing says which, how many or how long. */
        public boolean isUnlimited() {
            return nth == 0 && every == 0 && probability == 0 && times == 0 && duration.isZero();
        }

        private void addTo(Map<String, Object> fields) {
            putPositive(fields, "nth", nth);
            putPositive(fields, "every", every);
            if (probability > 0) {
                fields.put("probability", probability);
                fields.put("seed", seed);
            }
            putPositive(fields, "times", times);
            if (!duration.isZero()) {
                fields.put("duration", DurationText.of(duration));
            }
        }
    }

    /**
     * What is hit by a fault gets.
     *
     * @param error AWS error code; null takes the usual one of the kind
     * @param message null takes the usual text
     * @param delay of the answer; zero for other kinds
     */
    record Effect(@Nullable String error, @Nullable String message, Duration delay) {
        private void addTo(Map<String, Object> fields) {
            put(fields, "error", error);
            put(fields, "message", message);
            if (!delay.isZero()) {
                fields.put("delay", DurationText.of(delay));
            }
        }
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static void putPositive(Map<String, Object> fields, String name, long value) {
        if (value > 0) {
            fields.put(name, value);
        }
    }
}
