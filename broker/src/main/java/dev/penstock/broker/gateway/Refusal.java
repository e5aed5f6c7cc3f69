package dev.penstock.broker.gateway;

import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;

/**
 * Why the broker ends a connection.
 *
 * @param code what a client of MQTT 5 is told; one of MQTT 3.1.1 sees the connection end
 * @param why for the log and the reason string; a client may choose what stands in it, so only its beginning is kept
 */
record Refusal(Disconnect code, String why) {
    /** No packet with a reason string is longer than this. */
    static final int MAX_PACKET_BYTES = 4096;

    private static final int MAX_CHARS = 1000;

    Refusal {
        why = shown(why);
    }

    /** A text that a client chose, cut to a length that fits into a line and into a packet. */
    static String shown(String text) {
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
    }
}
