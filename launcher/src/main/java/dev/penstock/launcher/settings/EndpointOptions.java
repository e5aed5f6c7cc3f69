package dev.penstock.launcher.settings;

import dev.penstock.platform.wire.EndpointSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the AWS endpoint treats its clients.
 *
 * @param strictAuth whether unsigned requests are refused
 * @param certificate for TLS, as PEM; null makes one that is self-signed when a client asks for TLS
 * @param key of the certificate, as PEM; null like the certificate
 * @param maxConnections further ones are closed at once; 0 takes the usual number
 * @param maxBodyBytes how many bytes of request bodies may be in memory at once; 0 takes a share of the heap
 */
public record EndpointOptions(
        boolean strictAuth,
        @Nullable Path certificate,
        @Nullable Path key,
        int maxConnections,
        long maxBodyBytes) {
    /** Nothing is asked for. */
    public static final EndpointOptions NONE = new EndpointOptions(false, null, null, 0, 0);

    public EndpointOptions {
        settings("", 0, strictAuth, certificate, key, maxConnections, maxBodyBytes);
    }

    /** The same for an address. */
    public EndpointSettings at(String host, int port) {
        return settings(host, port, strictAuth, certificate, key, maxConnections, maxBodyBytes);
    }

    private static EndpointSettings settings(
            String host,
            int port,
            boolean strictAuth,
            @Nullable Path certificate,
            @Nullable Path key,
            int maxConnections,
            long maxBodyBytes) {
        EndpointSettings usual = EndpointSettings.of(host, port);
        return new EndpointSettings(
                host,
                port,
                strictAuth,
                certificate,
                key,
                maxConnections == 0 ? usual.maxConnections() : maxConnections,
                maxBodyBytes == 0 ? usual.maxBodyBytes() : maxBodyBytes);
    }
}
