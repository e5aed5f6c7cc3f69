package dev.penstock.platform.wire;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.AsyncMapping;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server needs to speak TLS. A self-signed certificate is made when the first client asks for TLS, on a thread of
 * its own: most servers never need one, and no start waits for it. Offers HTTP/2 and HTTP/1.1; what a client that does not
 * negotiate speaks is seen by its first bytes. Guarded by {@code lock}.
 */
final class Tls implements AsyncMapping<String, SslContext> {
    private static final Logger log = LoggerFactory.getLogger(Tls.class);
    private static final ApplicationProtocolConfig PROTOCOLS = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    private final Object lock = new Object();
    private final String what;
    private final String host;
    private @Nullable CompletableFuture<SslContext> context;

    private Tls(String what, String host, @Nullable CompletableFuture<SslContext> context) {
        this.what = what;
        this.host = host;
        this.context = context;
    }

    /** @param what names the thread that makes the certificate */
    static Tls selfSigned(String what, String host) {
        return new Tls(what, host, null);
    }

    /**
     * Certificates (the server's first) and the key of the first one, both as PEM.
     *
     * @throws StartException names the file and what is wrong with it
     */
    static Tls of(Path certificates, Path key) {
        for (Path file : new Path[] {certificates, key}) {
            if (!Files.isReadable(file)) {
                throw new StartException("endpoint.tls: %s is no readable file; give a PEM file".formatted(file));
            }
        }
        try {
            SslContext made = build(SslContextBuilder.forServer(certificates.toFile(), key.toFile()));
            return new Tls("endpoint", "localhost", CompletableFuture.completedFuture(made));
        } catch (IllegalArgumentException | SSLException unusable) {
            throw new StartException(
                    "endpoint.tls: certificate %s and key %s cannot be used: %s; both must be PEM, the key without a password"
                            .formatted(certificates, key, unusable.getMessage()),
                    unusable);
        }
    }

    /** Called by Netty with the name that the client asks for, if it does: there is one certificate for all. */
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
                Threads.start(what + "-certificate", () -> make(coming));
            }
            return context;
        }
    }

    private void make(CompletableFuture<SslContext> coming) {
        try {
            LocalCertificate self = LocalCertificate.selfSigned(host);
            coming.complete(build(SslContextBuilder.forServer(self.key(), self.certificate())));
            log.info("{}: made a self-signed certificate for TLS; clients have to be told to trust it", what);
        } catch (RuntimeException | SSLException | Error failure) {
            log.warn("{}: cannot speak TLS: {}", what, failure.getMessage(), failure);
            coming.completeExceptionally(failure);
        }
    }

    /** The JDK's TLS: native libraries of others that lie on the class path do not change how it behaves. */
    private static SslContext build(SslContextBuilder builder) throws SSLException {
        return builder.sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(PROTOCOLS)
                .build();
    }
}
