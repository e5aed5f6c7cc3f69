package dev.penstock.bench.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of MQTT 3.1.1. It acknowledges what it gets; all else is told to its events. Confined to its loop. */
final class Device extends ByteToMessageDecoder {
    private static final int TYPE = 0xF0;
    private static final int QOS = 0x06;
    private static final int CONTINUES = 0x80;
    private static final int BITS = 7;
    private static final int ID_BYTES = 2;
    private static final int MAX_PACKET_ID = 65_535;

    private final String clientId;
    private final boolean clean;
    private final int keepAliveSeconds;
    private final DeviceEvents events;
    private @Nullable Channel channel;
    private int lastPacketId;
    private boolean dirty;
    private boolean leaving;
    private String trouble = "closed by the broker";

    Device(String clientId, boolean clean, int keepAliveSeconds, DeviceEvents events) {
        this.clientId = clientId;
        this.clean = clean;
        this.keepAliveSeconds = keepAliveSeconds;
        this.events = events;
    }

    String clientId() {
        return clientId;
    }

    /** Publishes with the next {@link #flush}. */
    void publish(Message message, long number) {
        Channel to = open();
        lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
        to.write(message.with(to.alloc(), lastPacketId, number), to.voidPromise());
        dirty = true;
    }

    void subscribe(String filter) {
        open().writeAndFlush(Packets.subscribe(1, filter));
    }

    void flush() {
        if (dirty && channel != null) {
            dirty = false;
            channel.flush();
        }
    }

    /** Ends the connection without a word. */
    void drop() {
        leaving = true;
        if (channel != null) {
            channel.close();
        }
    }

    /** It could not connect. */
    void refused(Throwable cause) {
        events.lost(this, cause.toString());
    }

    private Channel open() {
        if (channel == null) {
            throw new IllegalStateException(clientId + " is not connected");
        }
        return channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        ctx.writeAndFlush(Packets.connect(clientId, clean, keepAliveSeconds));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int at = start + 1;
        int length = 0;
        int shift = 0;
        int part = CONTINUES;
        while (part >= CONTINUES) {
            if (at >= in.writerIndex()) {
                return;
            }
            part = in.getUnsignedByte(at++);
            length |= (part & (CONTINUES - 1)) << shift;
            shift += BITS;
        }
        if (in.writerIndex() - at >= length) {
            in.readerIndex(at + length);
            take(in, in.getUnsignedByte(start), at);
        }
    }

    private void take(ByteBuf in, int header, int at) {
        switch (header & TYPE) {
            case Packets.CONNACK -> connected(in.getByte(at + 1), in.getByte(at) == 1);
            case Packets.SUBACK -> events.subscribed(this);
            case Packets.PUBACK -> events.acknowledged(this);
            case Packets.PUBLISH -> received(in, header, at);
            default -> throw new IllegalStateException("%s got a packet 0x%02x".formatted(clientId, header));
        }
    }

    private void connected(int code, boolean sessionPresent) {
        if (code != 0) {
            throw new IllegalStateException("%s was refused with %d".formatted(clientId, code));
        }
        events.connected(this, sessionPresent);
    }

    private void received(ByteBuf in, int header, int at) {
        int payloadAt = at + ID_BYTES + in.getUnsignedShort(at);
        if ((header & QOS) != 0) {
            open().write(Packets.pubAck(in.getUnsignedShort(payloadAt)), open().voidPromise());
            dirty = true;
            payloadAt += ID_BYTES;
        }
        events.received(this, Message.number(in, payloadAt));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        flush();
        super.channelReadComplete(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        channel = null;
        if (!leaving) {
            events.lost(this, trouble);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        trouble = cause.toString();
        ctx.close();
    }
}
