package dev.penstock.rules;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.sink.InMemorySinks;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What actions have sent to services that do not run here, for example S3 and SQS: kept in memory, so that tests and the
 * console can look at it. By kind of action and by target, which is the bucket, queue URL, topic ARN, delivery stream,
 * metric namespace or alarm. Bounded over all; when it is full the action that wants to add fails, because what was
 * acknowledged is not dropped in silence. May be used from several threads.
 */
public interface Sinks {

    /** Empty ones, for so much over all targets. @throws IllegalArgumentException unless both are 1 or more */
    static Sinks inMemory(long maxBytes, int maxEntries) {
        return new InMemorySinks(maxBytes, maxEntries);
    }

    /**
     * Adds entries: all of them or, when they do not fit, none.
     *
     * @param kind of the action, for example {@code s3}
     * @throws dev.penstock.platform.aws.AwsException LimitExceededException that says how to make room
     */
    void add(String kind, String target, List<Entry> entries);

    /**
     * Adds an entry in the place of the one that has the same value in {@code field}, if there is one.
     *
     * @throws dev.penstock.platform.aws.AwsException LimitExceededException that says how to make room
     */
    void overwrite(String kind, String target, String field, Entry entry);

    /** What was sent to one target, oldest first; empty when nothing was. */
    List<Entry> entries(String kind, String target);

    /** Every target that something was sent to, by kind and name. */
    List<Target> targets();

    /** Forgets everything. */
    void clear();

    /** Forgets what was sent to one target. */
    void clear(String kind, String target);

    /**
     * One thing that was sent.
     *
     * @param time when the action ran
     * @param rule the rule, or the function or event source mapping whose destination this is
     * @param messageId of the message that made the rule fire, as {@code rules explain} takes it, or of the invocation
     * @param fields what was said beside the body, for example {@code key}
     */
    record Entry(Instant time, String rule, String messageId, Map<String, String> fields, Bytes body) {
        public Entry {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * How much one target holds.
     *
     * @param bytes about what it takes in memory
     */
    record Target(String kind, String name, int entries, long bytes) {}
}
