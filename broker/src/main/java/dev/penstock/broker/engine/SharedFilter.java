package dev.penstock.broker.engine;

/**
 * The filter of a shared subscription, {@code $share/<group>/<filter>}. Group and filter together are one set of members,
 * of which each message goes to one. Source: AWS IoT Core developer guide, MQTT, shared subscriptions.
 */
public record SharedFilter(String group, String filter) {
    private static final String PREFIX = "$share/";

    /** Whether a filter asks for a shared subscription. */
    public static boolean isShared(String filter) {
        return filter.startsWith(PREFIX);
    }

    /** The parts of a filter for which {@link #isShared} holds; both may be empty when the client wrote nonsense. */
    public static SharedFilter of(String shared) {
        int slash = shared.indexOf('/', PREFIX.length());
        return slash < 0
                ? new SharedFilter(shared.substring(PREFIX.length()), "")
                : new SharedFilter(shared.substring(PREFIX.length(), slash), shared.substring(slash + 1));
    }
}
