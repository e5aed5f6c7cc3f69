package dev.penstock.broker.engine;

import io.netty.handler.codec.mqtt.MqttSubscriptionOption;

/**
 * A subscription of one client.
 *
 * @param filter as the client wrote it, with {@code $share/<group>/} when it is shared
 */
public record Interest(String filter, MqttSubscriptionOption option) {}
