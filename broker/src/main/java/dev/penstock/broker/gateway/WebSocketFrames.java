package dev.penstock.broker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes MQTT out of binary frames, however packets are cut into them, and puts it in. */
final class WebSocketFrames extends ChannelDuplexHandler {
    private static final Logger log = LoggerFactory.getLogger(WebSocketFrames.class);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (read instanceof BinaryWebSocketFrame || read instanceof ContinuationWebSocketFrame) {
            ctx.fireChannelRead(((WebSocketFrame) read).content());
        } else if (read instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
        } else if (read instanceof CloseWebSocketFrame) {
            ReferenceCountUtil.release(read);
            ctx.fireUserEventTriggered(GatewayEvent.GOODBYE);
            ctx.writeAndFlush(new CloseWebSocketFrame()).addListener(closed -> ctx.close());
        } else if (read instanceof PongWebSocketFrame) {
            ReferenceCountUtil.release(read);
        } else {
            ReferenceCountUtil.release(read);
            log.warn(
                    "closing the WebSocket from {}: MQTT comes in binary frames",
                    ctx.channel().remoteAddress());
            ctx.close();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object written, ChannelPromise promise) {
        ctx.write(written instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : written, promise);
    }
}
