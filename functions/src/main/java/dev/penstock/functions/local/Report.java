package dev.penstock.functions.local;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda says of an invocation when it is over.
 *
 * @param duration how long it ran, at most its timeout
 * @param memoryUsedMb the most that its environment has used so far
 * @param init how long the environment took to initialise, when it did so for this invocation
 * @param errorType {@code Runtime.ExitError} and the like, when the environment itself failed
 */
record Report(
        String requestId,
        Duration duration,
        int memoryMb,
        int memoryUsedMb,
        @Nullable Duration init,
        Outcome outcome,
        @Nullable String errorType) {

    /** In whole milliseconds, begun ones counted. */
    long billedMillis() {
        return Math.max(1, duration.plusNanos(999_999).toMillis());
    }

    /** How it ended. */
    enum Outcome {
        SUCCESS("success"),
        TIMEOUT("timeout"),
        ERROR("error");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As it stands in the log. */
        String word() {
            return word;
        }
    }
}
