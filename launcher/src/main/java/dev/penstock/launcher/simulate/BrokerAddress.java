package dev.penstock.launcher.simulate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where devices connect to.
 *
 * @param tls null means plain TCP
 * @param webSocketPath for example {@code mqtt}; null means MQTT directly on the socket
 */
public record BrokerAddress(
        String host,
        int port,
        @Nullable TlsFiles tls,
        @Nullable String webSocketPath) {

    /** Plain MQTT. */
    public static BrokerAddress plain(String host, int port) {
        return new BrokerAddress(host, port, null, null);
    }

    /**
     * PEM files of a TLS connection.
     *
     * @param ca certificates to trust; null means those of the Java platform
     * @param certificate the device's own, with {@code key}; null means none
     * @param key private key, PKCS#8 or RSA as AWS IoT hands it out
     */
    public record TlsFiles(
            @Nullable Path ca,
            @Nullable Path certificate,
            @Nullable Path key) {

        public TlsFiles {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "a certificate and its private key belong together: give both or neither");
            }
        }
    }
}
