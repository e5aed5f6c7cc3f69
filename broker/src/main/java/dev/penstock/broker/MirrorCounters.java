package dev.penstock.broker;

/**
 * Counters of a mirror since it started.
 *
 * @param connected whether it is connected now
 * @param received messages that came, those that were dropped not counted
 * @param acknowledged of them, with QoS 1 or 0, accepted by the listener
 * @param dropped messages of QoS 0 that came while too many waited
 * @param reconnects connections that were made after a lost one
 * @param waiting messages that came and are not accepted yet
 */
public record MirrorCounters(
        boolean connected, long received, long acknowledged, long dropped, long reconnects, long waiting) {}
