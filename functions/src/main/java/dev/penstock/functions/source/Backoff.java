package dev.penstock.functions.source;

import java.time.Duration;

/**
 * When a failing batch is tried again: after 0.5 s, doubling to 60 s at most. Source: the number of attempts that were
 * recorded on the real service within a record's maximum age.
 */
public record Backoff(Duration first, Duration longest) {
    /** As AWS. */
    public static final Backoff AWS = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));

    private static final int DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "backoff of %s to %s: the first must be above zero and not longer than the longest"
                            .formatted(first, longest));
        }
    }

    /** How long to wait after so many attempts in a row without success, 1 or more; in milliseconds. */
    long millis(int attempts) {
        long doubled = first.toMillis() << Math.min(attempts - 1, DOUBLINGS);
        return Math.min(Math.max(1, doubled), longest.toMillis());
    }
}
