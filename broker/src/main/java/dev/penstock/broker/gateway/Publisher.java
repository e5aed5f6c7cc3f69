package dev.penstock.broker.gateway;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * Who publishes.
 *
 * @param sourceIp address as text; empty when there is none
 * @param principal who it proved to be; empty when it proved nothing
 */
record Publisher(String clientId, String sourceIp, String principal) {
    private static final String NOTHING = "";

    /** Somebody inside this JVM. */
    static Publisher inside(String clientId) {
        return new Publisher(clientId, NOTHING, NOTHING);
    }

    /** Where a connection comes from. */
    static String addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress().getHostAddress()
                : NOTHING;
    }
}
