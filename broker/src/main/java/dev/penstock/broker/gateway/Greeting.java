package dev.penstock.broker.gateway;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the engine that a CONNACK is on the wire. A client that has gone before is a connection that is closed, and nothing
 * else: told that the CONNACK failed, Moquette would end the session, which may be on its next connection by now, and log an
 * error.
 */
record Greeting(String clientId, ChannelPromise engine) implements ChannelFutureListener {
    private static final Logger log = LoggerFactory.getLogger(Greeting.class);

    @Override
    public void operationComplete(ChannelFuture written) {
        if (written.isSuccess()) {
            engine.trySuccess();
        } else {
            log.debug("client {} has gone before its CONNACK", clientId, written.cause());
            written.channel().close();
        }
    }
}
