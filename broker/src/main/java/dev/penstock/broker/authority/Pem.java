package dev.penstock.broker.authority;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Certificates, keys and signing requests as PEM text. */
public final class Pem {
    private Pem() {}

    /** As AWS writes it: an RSA key as PKCS#1, a certificate with lines of 64 characters. */
    public static String write(Object part) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            out.writeObject(part);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** The certificates of a text, in its order; none when it has none or is no PEM. */
    public static List<X509Certificate> certificates(String text) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Object part : parts(text)) {
                if (part instanceof X509CertificateHolder holder) {
                    found.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | CertificateException malformed) {
            return List.of();
        }
        return found;
    }

    /** The first certificate of a text; empty when it has none or is no PEM. */
    public static Optional<X509Certificate> certificate(String text) {
        return certificates(text).stream().findFirst();
    }

    static Optional<PKCS10CertificationRequest> request(String text) {
        try {
            return parts(text).stream()
                    .filter(PKCS10CertificationRequest.class::isInstance)
                    .map(PKCS10CertificationRequest.class::cast)
                    .findFirst();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    /** The first private key of a text that has no password; empty when it has none or is no PEM. */
    public static Optional<PrivateKey> key(String text) {
        try {
            for (Object part : parts(text)) {
                if (part instanceof PrivateKeyInfo info) {
                    return Optional.of(new JcaPEMKeyConverter().getPrivateKey(info));
                }
                if (part instanceof PEMKeyPair pair) {
                    return Optional.of(new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()));
                }
            }
        } catch (IOException malformed) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static List<Object> parts(String text) throws IOException {
        List<Object> parts = new ArrayList<>();
        try (PEMParser in = new PEMParser(new StringReader(text))) {
            for (Object part = in.readObject(); part != null; part = in.readObject()) {
                parts.add(part);
            }
        } catch (IllegalArgumentException notDer) {
            throw new IOException(notDer);
        }
        return parts;
    }
}
