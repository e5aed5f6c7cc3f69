package dev.penstock.broker;

import dev.penstock.broker.authority.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
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
