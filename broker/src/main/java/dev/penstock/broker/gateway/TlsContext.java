package dev.penstock.broker.gateway;

import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.ServerCertificate;
import dev.penstock.platform.lifecycle.Threads;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.AsyncMapping;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS as AWS IoT Core speaks it: a client certificate is asked for and may be signed by anybody, because the registry
 * decides on it; TLS proves that the client has its key. The server certificate is made when the first client comes, on a
 * thread of its own. Guarded by {@code lock}.
 */
final class TlsContext implements AsyncMapping<String, SslContext> {
    /** MQTT with a client certificate. */
    static final String ALPN_MQTT = "x-amzn-mqtt-ca";
    /** MQTT with a custom authorizer, which is not emulated. */
    static final String ALPN_CUSTOM = "mqtt";

    static final String ALPN_HTTP = "http/1.1";
    static final String ALPN_HTTP_CERTIFICATE = "x-amzn-http-ca";

    private static final Logger log = LoggerFactory.getLogger(TlsContext.class);
    private static final ApplicationProtocolConfig PROTOCOLS = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ALPN_MQTT,
            ALPN_CUSTOM,
            ALPN_HTTP_CERTIFICATE,
            ALPN_HTTP);

    private final Object lock = new Object();
    private final CertificateAuthority authority;
    private final List<String> names;
    private @Nullable CompletableFuture<SslContext> context;

    /** @param names of hosts that the certificate is for, beside those of this machine */
    TlsContext(CertificateAuthority authority, List<String> names) {
        this.authority = authority;
        this.names = names;
    }

    @Override
    public Future<SslContext> map(@Nullable String name, Promise<SslContext> promise) {
        context().whenComplete((made, failure) -> {
            if (failure == null) {
                promise.trySuccess(made);
            } else {
                promise.tryFailure(failure);
            }
        });
        return promise;
    }

    private CompletableFuture<SslContext> context() {
        synchronized (lock) {
            if (context == null) {
                CompletableFuture<SslContext> coming = new CompletableFuture<>();
                context = coming;
                Threads.start("broker-certificate", () -> make(coming));
            }
            return context;
        }
    }

    private void make(CompletableFuture<SslContext> coming) {
        try {
            ServerCertificate server = authority.server(names);
            coming.complete(
                    SslContextBuilder.forServer(server.key(), server.chain().toArray(X509Certificate[]::new))
                            .sslProvider(SslProvider.JDK)
                            .trustManager(new AnyCertificate())
                            .clientAuth(ClientAuth.OPTIONAL)
                            .applicationProtocolConfig(PROTOCOLS)
                            .build());
        } catch (RuntimeException | SSLException | Error failure) {
            log.warn("broker: cannot speak TLS: {}", failure.getMessage(), failure);
            coming.completeExceptionally(failure);
        }
    }
}
