package dev.penstock.functions.source;

import java.time.Duration;

/**
 * When a failing batch is tried again: after 0.5 s, doubling to 60 s at most. Source: the number of attempts that were
 * recorded on the real service within a record's maximum age.
 *
 * @param maxRetries attempts after the first; -1 never gives up
 */
record RetryPolicy(int maxRetries) {
    /** The longest wait. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final int DOUBLINGS = 7;

    /** Whether the batch is given up after so many failed attempts, 1 or more. */
    boolean isExhausted(int failures) {
        return maxRetries >= 0 && failures > maxRetries;
    }

    /** How long to wait after so many attempts in a row without success, 1 or more. */
    static Duration delay(int failures) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
