package dev.penstock.platform.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an HTTP/2 connection's pipeline: what went wrong with it is the client's doing and no error of ours. The codec
 * itself says goodbye with the reason and closes. A client that does not get as far as its settings is closed at the limit
 * of a request.
 */
final class ConnectionErrors extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ConnectionErrors.class);

    private @Nullable RequestTimeout opening;

    /** @param opening runs until the connection is open; the connection itself has no limit */
    ConnectionErrors(RequestTimeout opening) {
        this.opening = opening;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        RequestTimeout waiting = opening;
        if (message instanceof Http2SettingsFrame && waiting != null) {
            opening = null;
            waiting.requestIsWhole();
            context.pipeline().remove(waiting);
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("{}: {}", context.channel(), cause.toString());
        if (!(cause instanceof Http2Exception)) {
            context.close();
        }
    }
}
