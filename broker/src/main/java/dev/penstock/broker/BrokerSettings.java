package dev.penstock.broker;

/**
 * How to run a broker.
 *
 * @param host address to listen on, loopback by default
 * @param mqttPort port of plain MQTT; 0 takes a free one
 */
public record BrokerSettings(String host, int mqttPort) {}
