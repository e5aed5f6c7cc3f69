package dev.penstock.bench.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * A QoS 1 publish to one topic, made once and copied for each message: a reading of a device in JSON that carries a
 * number, always at the same place.
 */
final class Message {
    private static final int QOS_1 = 2;
    private static final int DIGITS = 19;
    private static final int TEN = 10;
    private static final String BEFORE = "{\"temperature\":71.5,\"humidity\":40,\"status\":\"hot\",\"number\":\"";
    private static final String AFTER = "\"}";

    private final byte[] packet;
    private final int packetIdAt;

    Message(String topic) {
        ByteBuf body = Unpooled.buffer();
        Packets.text(body, topic);
        int idInBody = body.readableBytes();
        body.writeShort(0);
        body.writeCharSequence(BEFORE + "0".repeat(DIGITS) + AFTER, StandardCharsets.US_ASCII);
        int bodyBytes = body.readableBytes();
        packet = ByteBufUtil.getBytes(Packets.packet(Packets.PUBLISH | QOS_1, body));
        packetIdAt = packet.length - bodyBytes + idInBody;
    }

    /** @param number not negative */
    ByteBuf with(ByteBufAllocator allocator, int packetId, long number) {
        ByteBuf made = allocator.directBuffer(packet.length).writeBytes(packet);
        made.setShort(packetIdAt, packetId);
        long rest = number;
        int at = packet.length - AFTER.length();
        for (int digit = 1; digit <= DIGITS; digit++) {
            made.setByte(at - digit, '0' + (int) (rest % TEN));
            rest /= TEN;
        }
        return made;
    }

    /** The number that a payload carries. */
    static long number(ByteBuf in, int payloadAt) {
        long number = 0;
        int at = payloadAt + BEFORE.length();
        for (int digit = 0; digit < DIGITS; digit++) {
            number = number * TEN + (in.getByte(at + digit) - '0');
        }
        return number;
    }
}
