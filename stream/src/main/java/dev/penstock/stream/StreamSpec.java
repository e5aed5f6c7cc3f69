package dev.penstock.stream;

import java.time.Duration;

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
}
