package dev.penstock.bench.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Packets of MQTT 3.1.1, byte by byte: an encoder would be part of what is measured. */
final class Packets {
    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBACK = 0x90;

    private static final int CONNECT = 0x10;
    private static final int SUBSCRIBE = 0x82;
    private static final int PROTOCOL_LEVEL = 4;
    private static final int CLEAN_SESSION = 2;
    private static final int CONTINUES = 0x80;
    private static final int ID_BYTES = 2;

    private Packets() {}

    static ByteBuf connect(String clientId, boolean clean, int keepAliveSeconds) {
        ByteBuf body = Unpooled.buffer();
        text(body, "MQTT");
        body.writeByte(PROTOCOL_LEVEL);
        body.writeByte(clean ? CLEAN_SESSION : 0);
        body.writeShort(keepAliveSeconds);
        text(body, clientId);
        return packet(CONNECT, body);
    }

    /** With QoS 1. */
    static ByteBuf subscribe(int packetId, String filter) {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(packetId);
        text(body, filter);
        body.writeByte(1);
        return packet(SUBSCRIBE, body);
    }

    static ByteBuf pubAck(int packetId) {
        return Unpooled.buffer(2 * ID_BYTES)
                .writeByte(PUBACK)
                .writeByte(ID_BYTES)
                .writeShort(packetId);
    }

    static ByteBuf packet(int header, ByteBuf body) {
        ByteBuf packet = Unpooled.buffer().writeByte(header);
        int rest = body.readableBytes();
        while (rest >= CONTINUES) {
            packet.writeByte(rest % CONTINUES | CONTINUES);
            rest /= CONTINUES;
        }
        return packet.writeByte(rest).writeBytes(body);
    }

    static void text(ByteBuf to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.writeShort(bytes.length).writeBytes(bytes);
    }
}
