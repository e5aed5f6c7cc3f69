package dev.penstock.broker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells MQTT from HTTP by how it begins: a CONNECT with 0x10, a request with the letters of its method. */
final class FirstByte extends ByteToMessageDecoder {
    private static final Logger log = LoggerFactory.getLogger(FirstByte.class);

    private static final byte CONNECT = 0x10;

    private final MqttListener listener;

    FirstByte(MqttListener listener) {
        this.listener = listener;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        boolean connect = in.getByte(in.readerIndex()) == CONNECT;
        if (!connect && in.readableBytes() < 2) {
            return;
        }
        if (!connect && isLetter(in.getByte(in.readerIndex())) && isLetter(in.getByte(in.readerIndex() + 1))) {
            listener.assembleHttp(ctx.channel());
        } else {
            listener.assembleMqtt(ctx.channel());
        }
        ctx.pipeline().remove(this); // hands what it has read to what was put behind it
    }

    private static boolean isLetter(byte first) {
        return first >= 'A' && first <= 'Z';
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            log.warn(
                    "closing the connection from {}: it has sent nothing within {} s",
                    ctx.channel().remoteAddress(),
                    BrokerLimits.CONNECT_LIMIT_SECONDS);
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("connection from {} broke before CONNECT", ctx.channel().remoteAddress(), cause);
        ctx.close();
    }
}
