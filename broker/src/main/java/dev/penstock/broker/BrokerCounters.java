package dev.penstock.broker;

/**
 * Counters of a broker since it started.
 *
 * @param connections clients connected now
 * @param published messages read from clients or from inside, refused ones not counted
 * @param acknowledged QoS 1 messages for which a PUBACK was sent
 * @param refused publishes refused for their topic, size or QoS
 */
public record BrokerCounters(long connections, long published, long acknowledged, long refused) {}
