package dev.penstock.rules;

/**
 * How to run the rules.
 *
 * @param lanes worker threads, 1 or more; messages of one client always use the same one
 * @param explainBytes how much of the last messages is kept for explanations, 0 to keep none
 */
public record RuleSettings(int lanes, long explainBytes) {
    private static final int DEFAULT_LANES = 4;
    private static final long DEFAULT_EXPLAIN_BYTES = 16L << 20;

    public RuleSettings {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be 1 or more, not " + lanes);
        }
        if (explainBytes < 0) {
            throw new IllegalArgumentException("explainBytes must not be negative, not " + explainBytes);
        }
    }

    /** Four lanes, 16 MiB of messages. */
    public static RuleSettings defaults() {
        return new RuleSettings(DEFAULT_LANES, DEFAULT_EXPLAIN_BYTES);
    }
}
