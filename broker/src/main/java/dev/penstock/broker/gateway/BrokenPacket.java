package dev.penstock.broker.gateway;

import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;

/** What a client sent is no packet of MQTT. */
final class BrokenPacket extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Disconnect code;
    private boolean isMqtt5;

    private BrokenPacket(Disconnect code, String why) {
        super(why, null, false, false);
        this.code = code;
    }

    static BrokenPacket malformed(String why) {
        return new BrokenPacket(Disconnect.MALFORMED_PACKET, why);
    }

    /** It can be read, but must not be sent. */
    static BrokenPacket protocolError(String why) {
        return new BrokenPacket(Disconnect.PROTOCOL_ERROR, why);
    }

    Disconnect code() {
        return code;
    }

    /** Marks it as sent by a client of MQTT 5, which can be told the reason before it is known otherwise. */
    BrokenPacket ofMqtt5() {
        isMqtt5 = true;
        return this;
    }

    boolean isMqtt5() {
        return isMqtt5;
    }
}
