package dev.penstock.launcher.simulate;

/**
 * Counters of a fleet since it started. When it has stopped in good order, published = acknowledged.
 *
 * @param connected devices connected now
 * @param published messages handed to the network, each counted once however often it is sent again
 * @param acknowledged messages for which a PUBACK came
 * @param received messages that came in on subscriptions
 * @param failed attempts to connect, subscribe or publish that failed; messages among them are sent again
 */
public record FleetCounters(long connected, long published, long acknowledged, long received, long failed) {}
