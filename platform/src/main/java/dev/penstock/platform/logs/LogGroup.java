package dev.penstock.platform.logs;

import dev.penstock.platform.aws.AwsException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A log group. Guarded by the lock of its {@link LogGroups}. */
final class LogGroup {
    /** Events are kept until there is no more room. */
    static final int NEVER_EXPIRES = 0;

    private final String name;
    private final long createdAt;
    private final Map<String, LogStream> streams = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private int retentionDays = NEVER_EXPIRES;

    LogGroup(String name, long createdAt) {
        this.name = name;
        this.createdAt = createdAt;
    }

    String name() {
        return name;
    }

    /** Streams by name. */
    Map<String, LogStream> streams() {
        return streams;
    }

    /** @throws AwsException ResourceNotFoundException */
    LogStream stream(String streamName) {
        LogStream stream = streams.get(streamName);
        if (stream == null) {
            throw LogErrors.noStream();
        }
        return stream;
    }

    Map<String, String> tags() {
        return tags;
    }

    /** @param days {@link #NEVER_EXPIRES} or a number of days */
    void retain(int days) {
        retentionDays = days;
    }

    /** The time before which events are gone. */
    long oldestKept(long now) {
        return retentionDays == NEVER_EXPIRES
                ? Long.MIN_VALUE
                : now - Duration.ofDays(retentionDays).toMillis();
    }

    Summary summary() {
        long bytes = streams.values().stream()
                .flatMap(stream -> stream.events().stream())
                .mapToLong(LogEvent::sizeBytes)
                .sum();
        return new Summary(name, createdAt, retentionDays, bytes);
    }

    /**
     * What DescribeLogGroups says.
     *
     * @param createdAt milliseconds since the epoch
     * @param retentionDays {@link #NEVER_EXPIRES} when there is no retention policy
     */
    record Summary(String name, long createdAt, int retentionDays, long storedBytes) {}
}
