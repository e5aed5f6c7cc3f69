package dev.penstock.broker.gateway;

import io.netty.handler.codec.mqtt.MqttReasonCodes;

/**
 * Why a connection is closed.
 *
 * @param code what a client of MQTT 5 is told in DISCONNECT; one of MQTT 3.1.1 is told nothing
 * @param why for the log and the reason string
 */
record Refusal(MqttReasonCodes.Disconnect code, String why) {}
