package dev.penstock.broker.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which more is still on its way: the rest of a packet that is too long, or more packets than are
 * taken at once. To close while it comes would reset the connection, and the client would not see why: so what comes is
 * thrown away for a moment, until the client closes.
 */
final class LingeringClose {
    private static final int SECONDS = 1;

    private LingeringClose() {}

    /** @param told the last words */
    static void of(Channel channel, ChannelFuture told) {
        if (channel instanceof SocketChannel socket) {
            told.addListener(written -> socket.shutdownOutput());
            socket.eventLoop().schedule(() -> socket.close(), SECONDS, TimeUnit.SECONDS);
        } else {
            channel.close();
        }
    }
}
