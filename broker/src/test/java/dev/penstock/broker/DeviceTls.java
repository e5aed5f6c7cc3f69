package dev.penstock.broker;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import dev.penstock.broker.authority.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** What a device needs for TLS. */
final class DeviceTls {
    private static final char[] PASSWORD = "secret".toCharArray();

    private DeviceTls() {}

    static TrustManagerFactory trust(CertificateAuthority authority) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static KeyManagerFactory keys(CertificateAuthority.IssuedKeys keys) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("device", keys.pair().getPrivate(), PASSWORD, new Certificate[] {keys.certificate()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** @param keys null shows no certificate */
    static SSLContext context(CertificateAuthority authority, CertificateAuthority.@Nullable IssuedKeys keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys == null ? null : keys(keys).getKeyManagers(),
                    trust(authority).getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * What a HiveMQ client needs.
     *
     * @param keys null shows no certificate
     */
    static MqttClientSslConfig mqtt(CertificateAuthority authority, CertificateAuthority.@Nullable IssuedKeys keys) {
        return MqttClientSslConfig.builder()
                .trustManagerFactory(trust(authority))
                .keyManagerFactory(keys == null ? null : keys(keys))
                // the first client waits for the broker's certificate to be made
                .handshakeTimeout(TestBroker.LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    /** A client with a certificate that is not connected yet. */
    static Mqtt3BlockingClient client(
            String id, CertificateAuthority authority, CertificateAuthority.@Nullable IssuedKeys keys, int port) {
        return Mqtt3Client.builder()
                .identifier(id)
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(mqtt(authority, keys))
                .buildBlocking();
    }

    /** A socket whose handshake is done. */
    static SSLSocket socket(
            CertificateAuthority authority,
            CertificateAuthority.@Nullable IssuedKeys keys,
            String protocol,
            InetAddress host,
            int port)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) context(authority, keys).getSocketFactory().createSocket(host, port);
        socket.setSoTimeout((int) TestBroker.LIMIT.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocol.isEmpty() ? new String[0] : new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
