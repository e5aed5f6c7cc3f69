package dev.penstock.broker;

/**
 * Counters of a broker since it started.
 *
 * @param connections clients connected now
 * @param published messages read from clients or from inside, refused and throttled ones not counted
 * @param acknowledged messages for which a PUBACK was sent, or a PUBREC with {@link Qos2#DOWNGRADE}
 * @param refused publishes refused, or ignored, for their topic, size or QoS
 * @param throttled publishes discarded because their client has more than {@link RateLimits#publishes} in a second, or no
 *     more can be retained
 * @param eventsLeftOut events that a client may not connect, left out because rules had not accepted earlier ones
 */
public record BrokerCounters(
        long connections, long published, long acknowledged, long refused, long throttled, long eventsLeftOut) {

    /** Counters of a broker that has left out nothing. */
    public BrokerCounters(long connections, long published, long acknowledged, long refused) {
        this(connections, published, acknowledged, refused, 0, 0);
    }
}
