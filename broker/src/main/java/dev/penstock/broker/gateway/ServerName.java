package dev.penstock.broker.gateway;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;

/** The host that a client has named in its TLS handshake (SNI). */
final class ServerName {
    private static final String NONE = "";

    private ServerName() {}

    /** As it was named; empty without TLS or without a name. */
    static String of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls != null && tls.engine().getSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                        .orElse(NONE)
                : NONE;
    }
}
