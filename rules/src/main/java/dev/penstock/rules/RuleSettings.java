package dev.penstock.rules;

import java.time.Duration;

/**
 * How to run the rules.
 *
 * @param lanes worker threads, 1 or more; messages of one client always use the same one
 * @param explainBytes how much of the last messages is kept for explanations, 0 to keep none
 * @param queuedMessages how many messages an action may have waiting or running before publishers wait, 1 or more
 * @param closeWithin how long closing waits for actions that have accepted messages
 */
public record RuleSettings(int lanes, long explainBytes, int queuedMessages, Duration closeWithin) {
    private static final int DEFAULT_LANES = 4;
    private static final long DEFAULT_EXPLAIN_BYTES = 16L << 20;
    private static final int DEFAULT_QUEUED = 256;
    private static final Duration DEFAULT_CLOSE = Duration.ofSeconds(5);

    public RuleSettings {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be 1 or more, not " + lanes);
        }
        if (explainBytes < 0) {
            throw new IllegalArgumentException("explainBytes must not be negative, not " + explainBytes);
        }
        if (queuedMessages < 1) {
            throw new IllegalArgumentException("queuedMessages must be 1 or more, not " + queuedMessages);
        }
        if (closeWithin.isNegative()) {
            throw new IllegalArgumentException("closeWithin must not be negative, not " + closeWithin);
        }
    }

    /** Four lanes, 16 MiB of messages, 256 messages an action, 5 seconds to close. */
    public static RuleSettings defaults() {
        return new RuleSettings(DEFAULT_LANES, DEFAULT_EXPLAIN_BYTES, DEFAULT_QUEUED, DEFAULT_CLOSE);
    }
}
