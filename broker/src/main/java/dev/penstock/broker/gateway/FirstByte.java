package dev.penstock.broker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells MQTT from a WebSocket by the first byte: a CONNECT begins with 0x10, a request with the G of GET. */
final class FirstByte extends ByteToMessageDecoder {
    private static final Logger log = LoggerFactory.getLogger(FirstByte.class);

    private final MqttListener listener;

    FirstByte(MqttListener listener) {
        this.listener = listener;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.getByte(in.readerIndex()) == 'G') {
            listener.assembleHttp(ctx.channel());
        } else {
            listener.assembleMqtt(ctx.channel());
        }
        ctx.pipeline().remove(this); // hands what it has read to what was put behind it
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
