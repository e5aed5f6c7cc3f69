package dev.penstock.platform.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Takes over connections whose clients ask to switch from HTTP/1.1 to another protocol, for example to a WebSocket. Called
 * on the connection's loop; must not block.
 */
public interface Upgrade {

    /** Whether it takes the connection over with this request. */
    boolean wants(HttpRequest request);

    /**
     * Takes over. Of the server's handlers there are only the HTTP codec, an aggregator and the one of {@code context},
     * which is for the new owner to remove; so is the connection for it to close.
     *
     * @param request released by the caller
     */
    void take(ChannelHandlerContext context, FullHttpRequest request);
}
