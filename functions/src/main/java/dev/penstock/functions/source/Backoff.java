package dev.penstock.functions.source;

import java.time.Duration;

/**
 * When a failing batch is tried again: after 0.5 s, doubling to 60 s at most, if the settings say nothing else. Source: the
 * number of attempts that were recorded on the real service within a record's maximum age.
 */
record Backoff(Duration first, Duration longest) {
    private static final int DOUBLINGS = 20;

    /** How long to wait after so many attempts in a row without success, 1 or more; in milliseconds. */
    long millis(int attempts) {
        return Math.min(first.toMillis() << Math.min(attempts - 1, DOUBLINGS), longest.toMillis());
    }
}
