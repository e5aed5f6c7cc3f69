package dev.penstock.broker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the bytes of one packet without consuming them. Each method throws {@link BrokenPacket} when the packet ends too
 * early or holds what MQTT does not allow there. Source: MQTT 5 section 1.5, MQTT 3.1.1 section 1.5.
 */
final class PacketReader {
    private static final int CONTINUES = 0x80;
    private static final int MAX_LENGTH_SHIFT = 21;

    private final ByteBuf bytes;
    private final boolean isMqtt5;
    private int at;
    private final int end;

    PacketReader(ByteBuf bytes, int from, int to, boolean isMqtt5) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.isMqtt5 = isMqtt5;
    }

    boolean isMqtt5() {
        return isMqtt5;
    }

    boolean hasMore() {
        return at < end;
    }

    /** A part that begins here and has this many bytes; this reader goes on behind it. */
    PacketReader part(int length) {
        int from = skip(length);
        return new PacketReader(bytes, from, at, isMqtt5);
    }

    int one() {
        return bytes.getUnsignedByte(skip(1));
    }

    int two() {
        return bytes.getUnsignedShort(skip(2));
    }

    long four() {
        return bytes.getUnsignedInt(skip(4));
    }

    /** A variable byte integer; its shortest form is the only one. */
    int variable() {
        int value = 0;
        for (int shift = 0; shift <= MAX_LENGTH_SHIFT; shift += 7) {
            int next = one();
            value |= (next & ~CONTINUES) << shift;
            if ((next & CONTINUES) == 0) {
                if (next == 0 && shift > 0) {
                    throw BrokenPacket.malformed("a number has more bytes than it needs");
                }
                return value;
            }
        }
        throw BrokenPacket.malformed("a number has more than four bytes");
    }

    void packetId() {
        if (two() == 0) {
            throw BrokenPacket.protocolError("its packet id is 0");
        }
    }

    void binary() {
        skip(two());
    }

    /** A text as MQTT has it. */
    void text() {
        int from = at + 2;
        utf8();
        if (bytes.indexOf(from, at, (byte) 0) >= 0) {
            throw BrokenPacket.malformed("a text contains U+0000");
        }
    }

    /** A text in which U+0000 is looked for later, by who can say whose it is. */
    void utf8() {
        int length = two();
        int from = skip(length);
        // Nearly all are ASCII, which one look proves.
        if (bytes.forEachByte(from, length, b -> b >= 0) >= 0
                && !ByteBufUtil.isText(bytes, from, length, StandardCharsets.UTF_8)) {
            throw BrokenPacket.malformed("a text is not UTF-8");
        }
    }

    /** The name of a topic at which nothing else looks, as it does at that of a PUBLISH. */
    void topic() {
        int from = at + 2;
        text();
        if (bytes.indexOf(from, at, (byte) '+') >= 0 || bytes.indexOf(from, at, (byte) '#') >= 0) {
            throw BrokenPacket.protocolError("a response topic has a wildcard");
        }
    }

    void end() {
        if (at < end) {
            throw BrokenPacket.malformed("it has %d bytes more than it says".formatted(end - at));
        }
    }

    private int skip(int length) {
        int from = at;
        if (length > end - at) {
            throw BrokenPacket.malformed("it is shorter than what it says it holds");
        }
        at += length;
        return from;
    }
}
