package dev.penstock.broker;

/**
 * How large a device shadow may be.
 *
 * @param maxBytes of its state, as JSON, and of a request; AWS has 8 KB and gives up to 30 KB when asked
 * @param maxDepth levels within {@code desired} or {@code reported}; AWS's error text says 6, its quotas have said 5 and 8
 */
public record ShadowSettings(int maxBytes, int maxDepth) {
    /** Source: AWS General Reference, AWS IoT Device Shadow quotas. */
    private static final int AWS_BYTES = 8 * 1024;

    private static final int AWS_MOST_BYTES = 30 * 1024;
    private static final int AWS_DEPTH = 6;
    private static final int AWS_MOST_DEPTH = 8;

    /** As in a new AWS account. */
    public static final ShadowSettings DEFAULT = new ShadowSettings(AWS_BYTES, AWS_DEPTH);

    public ShadowSettings {
        check("shadowBytes", maxBytes, AWS_MOST_BYTES);
        check("shadowDepth", maxDepth, AWS_MOST_DEPTH);
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("%s %d must be 1 to %d".formatted(what, value, most));
        }
    }
}
