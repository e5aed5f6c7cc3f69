package dev.penstock.broker;

import dev.penstock.platform.wire.Upgrade;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;

/** Takes no connection over. */
enum NoUpgrade implements Upgrade {
    INSTANCE;

    @Override
    public boolean wants(HttpRequest request) {
        return false;
    }

    @Override
    public void take(ChannelHandlerContext context, FullHttpRequest request) {
        throw new IllegalStateException("it was not wanted");
    }
}
