package dev.penstock.broker.aws;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import dev.penstock.broker.MirrorSettings;
import dev.penstock.broker.authority.Pem;
import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** What TLS to an endpoint needs, from PEM files. */
final class EndpointTls {
    private static final char[] NO_PASSWORD = {};

    private EndpointTls() {}

    /** @throws StartException when a file cannot be read or has something else */
    static MqttClientSslConfig of(MirrorSettings settings) {
        try {
            return MqttClientSslConfig.builder()
                    .keyManagerFactory(identity(settings.certificate(), settings.key()))
                    .trustManagerFactory(settings.ca() == null ? null : trust(settings.ca()))
                    .handshakeTimeout(EndpointConnection.SECONDS_TO_CONNECT, TimeUnit.SECONDS)
                    .build();
        } catch (GeneralSecurityException | IOException unusable) {
            throw new StartException("mirror: its certificate cannot be used: %s".formatted(unusable), unusable);
        }
    }

    private static KeyManagerFactory identity(Path certificate, Path key) throws GeneralSecurityException, IOException {
        PrivateKey read = Pem.key(text(key))
                .orElseThrow(() -> new StartException(
                        "mirror: '%s' has no private key without a password in PEM form".formatted(key)));
        KeyStore store = emptyStore();
        store.setKeyEntry("mirror", read, NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static TrustManagerFactory trust(Path ca) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (X509Certificate certificate : certificates(ca)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = Pem.certificates(text(file));
        if (found.isEmpty()) {
            throw new StartException("mirror: '%s' has no certificate in PEM form".formatted(file));
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new StartException("mirror: '%s' cannot be read: %s".formatted(file, unreadable), unreadable);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
