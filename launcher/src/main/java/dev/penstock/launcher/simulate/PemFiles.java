package dev.penstock.launcher.simulate;

import dev.penstock.platform.lifecycle.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and private keys in PEM. */
final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final char[] NO_PASSWORD = {};
    /** DER of version 0 and the algorithm identifier rsaEncryption: what PKCS#8 puts before an RSA key. */
    private static final byte[] RSA_HEADER = {
        2, 1, 0, 48, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
    };

    private PemFiles() {}

    static TrustManagerFactory trust(Path ca) {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (Certificate certificate : certificates(ca)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException failure) {
            throw unreadable("root CA file", ca, failure);
        }
    }

    static KeyManagerFactory identity(Path certificate, Path key) {
        try {
            KeyStore store = emptyStore();
            Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
            store.setKeyEntry("device", privateKey(key), NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException failure) {
            throw unreadable("client certificate", certificate, failure);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream content = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(content);
            if (found.isEmpty()) {
                throw new StartException("'%s' holds no certificate; a PEM file is expected".formatted(file));
            }
            return found;
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        Matcher matcher = KEY.matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new StartException(
                    "'%s' holds no private key without a password; a PEM file is expected".formatted(file));
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        return switch (matcher.group(1)) {
            case "PRIVATE KEY" -> anyKey(file, der);
            case "RSA PRIVATE KEY" ->
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(wrapped(der)));
            default ->
                throw new StartException(
                        "'%s' holds an '%s', which is not supported; convert it with: openssl pkcs8 -topk8 -nocrypt -in %s"
                                .formatted(file, matcher.group(1), file));
        };
    }

    private static PrivateKey anyKey(Path file, byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException other) {
                // not of this algorithm: try the next
            }
        }
        throw new StartException("'%s' holds a private key that is neither RSA nor EC".formatted(file));
    }

    /** An RSA key in the older PKCS#1 form, wrapped into PKCS#8, which Java reads. */
    private static byte[] wrapped(byte[] rsaKey) {
        byte[] octets = der(4, rsaKey);
        byte[] content = new byte[RSA_HEADER.length + octets.length];
        System.arraycopy(RSA_HEADER, 0, content, 0, RSA_HEADER.length);
        System.arraycopy(octets, 0, content, RSA_HEADER.length, octets.length);
        return der(48, content);
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            int bytes = content.length < 256 ? 1 : content.length < 65_536 ? 2 : 3;
            out.write(128 + bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >>> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static StartException unreadable(String what, Path file, Exception failure) {
        return new StartException("%s '%s' cannot be read: %s".formatted(what, file, failure), failure);
    }
}
