package dev.penstock.stream;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A stream to create.
 *
 * @param name 1 to 128 of {@code [a-zA-Z0-9_.-]}
 * @param shardCount 1 or more
 * @param retention 24 hours to 365 days
 */
public record StreamSpec(String name, int shardCount, Duration retention) {
    /** What AWS takes when nothing is said. */
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(24);

    /** What AWS allows at most: 365 days. */
    public static final Duration MAX_RETENTION = Duration.ofDays(365);

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    public StreamSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "stream name '%s' must have 1 to 128 characters of a-z A-Z 0-9 _ . -".formatted(name));
        }
        if (shardCount < 1) {
            throw new IllegalArgumentException(
                    "stream '%s' must have 1 shard or more, not %d".formatted(name, shardCount));
        }
        if (retention.compareTo(DEFAULT_RETENTION) < 0 || retention.compareTo(MAX_RETENTION) > 0) {
            throw new IllegalArgumentException(
                    "retention of stream '%s' must be 24 to 8760 hours, not %s".formatted(name, retention));
        }
    }
}
