package dev.penstock.broker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets whole packets through to Netty's decoder, and only those that {@link PacketGrammar} knows. At the first other one the
 * gates behind the decoder are told, and nothing comes after it.
 */
final class PacketFrames extends ByteToMessageDecoder {
    private static final int CONTINUES = 0x80;
    private static final int MAX_LENGTH_BYTES = 4;
    private static final String PROTOCOL = "MQTT";

    /** Where the level stands behind the fixed header: after a length of two bytes and the name. */
    private static final int LEVEL_AT = 2 + PROTOCOL.length();

    private final boolean takesQos2;
    private @Nullable MqttVersion version;
    private boolean isOver;
    private boolean isLeftToDecoder;

    /** Where the next packet begins; its fixed header, when all of it is there. */
    private int at;

    private int headerBytes;
    private int remaining;

    /** @param takesQos2 whether a client may release a message that it has sent with QoS 2 */
    PacketFrames(boolean takesQos2) {
        this.takesQos2 = takesQos2;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (isOver) {
            in.skipBytes(in.readableBytes());
            return;
        }
        at = in.readerIndex();
        MqttMessage last = null;
        while (!isLeftToDecoder && hasFixedHeader(in)) {
            last = look(in);
            if (last != null || !isWhole(in)) {
                break;
            }
            at += headerBytes + remaining;
        }
        pass(in, isLeftToDecoder ? in.writerIndex() : at, out);
        if (last != null) {
            isOver = true;
            in.skipBytes(in.readableBytes());
            out.add(last);
        }
    }

    private static void pass(ByteBuf in, int until, List<Object> out) {
        if (until > in.readerIndex()) {
            out.add(in.readRetainedSlice(until - in.readerIndex()));
        }
    }

    /**
     * Reads type and length; a length without an end leaves -1 as {@link #headerBytes}. So does one that could be shorter: in
     * MQTT 3.1.1 some modems send those.
     */
    private boolean hasFixedHeader(ByteBuf in) {
        remaining = 0;
        for (int i = 1; i <= MAX_LENGTH_BYTES; i++) {
            if (at + i >= in.writerIndex()) {
                return false;
            }
            int next = in.getUnsignedByte(at + i);
            remaining |= (next & ~CONTINUES) << (7 * (i - 1));
            if ((next & CONTINUES) == 0) {
                boolean isShortest = next > 0 || i == 1;
                headerBytes = isShortest || version != MqttVersion.MQTT_5 ? i + 1 : -1;
                return true;
            }
        }
        headerBytes = -1;
        return true;
    }

    private boolean isWhole(ByteBuf in) {
        return headerBytes + remaining <= in.writerIndex() - at;
    }

    /** The packet that ends it all, or null: then it may pass as soon as it is whole. */
    private @Nullable MqttMessage look(ByteBuf in) {
        int header = in.getUnsignedByte(at);
        if (headerBytes < 0) {
            return broken(header, BrokenPacket.malformed("its length has more bytes than it may"));
        }
        if (remaining > BrokerLimits.MAX_PACKET_BYTES) {
            isLeftToDecoder = true; // which says that it is too long before it has come
            return null;
        }
        if (!isWhole(in)) {
            return null;
        }
        try {
            return version == null ? first(header, in) : next(header, in);
        } catch (BrokenPacket problem) {
            return broken(header, version == MqttVersion.MQTT_5 ? problem.ofMqtt5() : problem);
        }
    }

    private @Nullable MqttMessage first(int header, ByteBuf in) {
        int type = header >> 4;
        if (type != MqttMessageType.CONNECT.value()) {
            return bare(type);
        }
        checkFlags(header, 0);
        if (!isKnown(in)) {
            isLeftToDecoder = true; // which refuses the version
            return null;
        }
        int level = in.getUnsignedByte(at + headerBytes + LEVEL_AT);
        version = level == MqttVersion.MQTT_5.protocolLevel() ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1;
        PacketGrammar.connect(reader(in, LEVEL_AT + 1));
        return null;
    }

    private boolean isKnown(ByteBuf in) {
        int from = at + headerBytes;
        PacketReader reader = new PacketReader(in, from, from + remaining, false);
        reader.text();
        int level = reader.one();
        return in.getUnsignedShort(from) == PROTOCOL.length()
                && in.toString(from + 2, PROTOCOL.length(), StandardCharsets.US_ASCII)
                        .equals(PROTOCOL)
                && (level == MqttVersion.MQTT_5.protocolLevel() || level == MqttVersion.MQTT_3_1_1.protocolLevel());
    }

    private @Nullable MqttMessage next(int header, ByteBuf in) {
        int type = header >> 4;
        PacketReader reader = reader(in, 0);
        switch (type) {
            case 3 -> PacketGrammar.publish(header, reader);
            case 4 -> {
                checkFlags(header, 0);
                PacketGrammar.pubAck(reader);
            }
            case 6 -> {
                if (!takesQos2) {
                    return bare(type);
                }
                checkFlags(header, 2);
                PacketGrammar.pubAck(reader);
            }
            case 8 -> {
                checkFlags(header, 2);
                PacketGrammar.subscribe(reader);
            }
            case 10 -> {
                checkFlags(header, 2);
                PacketGrammar.unsubscribe(reader);
            }
            case 12 -> {
                checkFlags(header, 0);
                reader.end();
            }
            case 14 -> {
                checkFlags(header, 0);
                PacketGrammar.disconnect(reader);
            }
            default -> {
                return bare(type);
            }
        }
        return null;
    }

    private PacketReader reader(ByteBuf in, int skipped) {
        int from = at + headerBytes;
        boolean isMqtt5 = version == MqttVersion.MQTT_5;
        return new PacketReader(in, from + skipped, from + remaining, isMqtt5);
    }

    private static void checkFlags(int header, int wanted) {
        if ((header & 0x0F) != wanted) {
            throw BrokenPacket.malformed("reserved flags of its first byte are not as they must be");
        }
    }

    /** One that no client may send here, whatever it holds. */
    private static MqttMessage bare(int type) {
        return type == 0
                ? broken(0, BrokenPacket.malformed("MQTT has no packet of type 0"))
                : new MqttMessage(fixedHeader(type));
    }

    private static MqttMessage broken(int header, BrokenPacket problem) {
        int type = header >> 4;
        return MqttMessageFactory.newInvalidMessage(type == 0 ? null : fixedHeader(type), null, problem);
    }

    private static MqttFixedHeader fixedHeader(int type) {
        return new MqttFixedHeader(MqttMessageType.valueOf(type), false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
