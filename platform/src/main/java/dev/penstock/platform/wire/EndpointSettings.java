package dev.penstock.platform.wire;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the endpoint is run. Immutable; {@link #of} and the {@code with} methods make one.
 *
 * @param host address to listen on
 * @param port 0 takes a free port
 * @param strictAuth whether an unsigned request is refused; a signature that has not the form of one always is
 * @param certificate certificates for TLS as PEM; null makes one that is self-signed when a client asks for TLS
 * @param key of the certificate, as PEM without a password; null like the certificate
 * @param maxConnections further ones are closed at once
 * @param maxBodyBytes how many bytes of request bodies may be in memory at once, and how many of answers that their
 *     clients do not take; at least {@value #LARGEST_BODY}
 */
public record EndpointSettings(
        String host,
        int port,
        boolean strictAuth,
        @Nullable Path certificate,
        @Nullable Path key,
        int maxConnections,
        long maxBodyBytes) {
    /** Bytes of the largest body of a request; PutRecords with 10 MiB of data is about 14 MiB of Base64. */
    public static final int LARGEST_BODY = 16 * 1024 * 1024;

    /** Bytes of the largest upload that a service may take: 50 MiB as Base64, as Lambda takes them. */
    public static final int LARGEST_UPLOAD = 70_167_211;

    private static final int MAX_CONNECTIONS = 4096;
    private static final long MAX_BODY_BYTES = 256L * 1024 * 1024;
    private static final int SHARE_OF_HEAP = 4;

    public EndpointSettings {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("tls needs both, a certificate and its key");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections %d must be 1 or more".formatted(maxConnections));
        }
        if (maxBodyBytes < LARGEST_BODY) {
            throw new IllegalArgumentException(
                    "maxBodyBytes %d must be %d or more".formatted(maxBodyBytes, LARGEST_BODY));
        }
    }

    /** Unsigned requests are taken, TLS is self-signed; 4,096 connections, and bodies of a quarter of the heap or 256 MiB. */
    public static EndpointSettings of(String host, int port) {
        return new EndpointSettings(host, port, false, null, null, MAX_CONNECTIONS, defaultBodyBytes());
    }

    static long defaultBodyBytes() {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        return Math.max(LARGEST_BODY, Math.min(MAX_BODY_BYTES, share));
    }

    public EndpointSettings withStrictAuth(boolean strict) {
        return new EndpointSettings(host, port, strict, certificate, key, maxConnections, maxBodyBytes);
    }

    public EndpointSettings withCertificate(Path certificateFile, Path keyFile) {
        return new EndpointSettings(host, port, strictAuth, certificateFile, keyFile, maxConnections, maxBodyBytes);
    }
}
