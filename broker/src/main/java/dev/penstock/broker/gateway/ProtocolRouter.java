package dev.penstock.broker.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SniCompletionEvent;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says after the TLS handshake what a client speaks, by the name that it negotiated. Every TLS port takes every name, since
 * device SDKs use one port for all where AWS has 443. Source: AWS IoT Core developer guide, device communication protocols.
 */
final class ProtocolRouter extends ApplicationProtocolNegotiationHandler {
    private static final Logger log = LoggerFactory.getLogger(ProtocolRouter.class);

    private final MqttListener listener;
    private boolean refused;

    ProtocolRouter(MqttListener listener) {
        super("");
        this.listener = listener;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        Channel channel = ctx.channel();
        switch (protocol) {
            case TlsContext.ALPN_CUSTOM -> {
                log.warn(
                        "closing the connection from {}: it asks for a custom authorizer (ALPN mqtt), which is not emulated;"
                                + " use a client certificate with ALPN x-amzn-mqtt-ca",
                        channel.remoteAddress());
                ctx.close();
            }
            case TlsContext.ALPN_HTTP, TlsContext.ALPN_HTTP_CERTIFICATE -> listener.assembleHttp(channel);
            default -> {
                channel.attr(Door.KEY).set(Door.CERTIFICATE);
                listener.assembleSniffing(channel);
            }
        }
    }

    /** A connection that ends before its first packet of TLS is understood has no handshake that could fail. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SniCompletionEvent hello && !hello.isSuccess()) {
            log.warn(
                    "closing the connection from {}: it did not begin TLS: {}",
                    ctx.channel().remoteAddress(),
                    hello.cause().getMessage());
        } else if (event instanceof SniCompletionEvent hello
                && hello.hostname() == null
                && listener.needsServerName()) {
            refused = true;
            log.warn(
                    "closing the connection from {}: it sent no server name (SNI), which broker.requireServerName demands, as"
                            + " AWS does; connect by a host name such as localhost, not by an address",
                    ctx.channel().remoteAddress());
            ctx.close();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        if (refused) {
            return; // the end of the handshake is of our own making
        }
        log.warn("TLS handshake with {} failed: {}", ctx.channel().remoteAddress(), cause.getMessage());
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            log.warn(
                    "the connection from {} broke during the TLS handshake: {}",
                    ctx.channel().remoteAddress(),
                    cause.getMessage());
            ctx.close();
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }
}
