package dev.penstock.functions;

import java.time.Duration;

/**
 * What all event source mappings of a pipeline share.
 *
 * @param firstRetry how long after its first failure a batch is tried again; doubles with each failure, above zero
 * @param longestRetry the longest wait between two attempts, not below the first
 * @param windowGrace so long after its end a tumbling window without new records is closed
 */
public record MappingSettings(Duration firstRetry, Duration longestRetry, Duration windowGrace) {
    /** As AWS: half a second up to a minute; and a second of grace. */
    public static final MappingSettings DEFAULT =
            new MappingSettings(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofSeconds(1));

    public MappingSettings {
        if (firstRetry.toMillis() < 1 || longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException(
                    "retries after %s to %s: the first must be 1 ms or more and not longer than the longest"
                            .formatted(firstRetry, longestRetry));
        }
        if (windowGrace.isNegative()) {
            throw new IllegalArgumentException("windowGrace %s must be zero or more".formatted(windowGrace));
        }
    }

    /** The same with these waits between attempts. */
    public MappingSettings withRetries(Duration first, Duration longest) {
        return new MappingSettings(first, longest, windowGrace);
    }
}
