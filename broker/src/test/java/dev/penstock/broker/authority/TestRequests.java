package dev.penstock.broker.authority;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Signing requests and authorities of users, with elliptic keys: an RSA key takes seconds on a busy machine. */
public final class TestRequests {
    private TestRequests() {}

    /** @param subject for example {@code CN=pump-7} */
    public static String request(String subject) {
        KeyPair pair = pair();
        try {
            return Pem.write(new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An authority of a user. */
    public record UserAuthority(KeyPair pair, X509Certificate certificate) {
        public static UserAuthority create(String subject) {
            KeyPair pair = TestRequests.pair();
            return new UserAuthority(pair, TestRequests.sign(subject, subject, pair.getPublic(), pair, true));
        }

        public String pem() {
            return Pem.write(certificate);
        }

        /** A key of a device, and the certificate that it signs for it. */
        public CertificateAuthority.IssuedKeys issue(String subject) {
            KeyPair device = TestRequests.pair();
            return new CertificateAuthority.IssuedKeys(
                    device,
                    TestRequests.sign(
                            certificate.getSubjectX500Principal().getName(), subject, device.getPublic(), pair, false));
        }

        /** A certificate that it signs. */
        public String sign(String subject) {
            return Pem.write(TestRequests.sign(
                    certificate.getSubjectX500Principal().getName(),
                    subject,
                    TestRequests.pair().getPublic(),
                    pair,
                    false));
        }
    }

    /** What else a certificate has. */
    @FunctionalInterface
    public interface Additions {
        void to(X509v3CertificateBuilder builder) throws CertIOException;
    }

    /**
     * A certificate that somebody signed.
     *
     * @param serial in hexadecimal digits
     */
    public static X509Certificate certificate(String serial, String issuer, String subject, Additions additions) {
        return certificate(new BigInteger(serial, 16), issuer, subject, pair().getPublic(), pair(), additions);
    }

    private static X509Certificate sign(
            String issuer, String subject, PublicKey key, KeyPair signer, boolean authority) {
        return certificate(
                BigInteger.valueOf(7),
                issuer,
                subject,
                key,
                signer,
                builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority)));
    }

    private static X509Certificate certificate(
            BigInteger serial, String issuer, String subject, PublicKey key, KeyPair signer, Additions additions) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer),
                    serial,
                    Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                    Date.from(Instant.parse("2045-01-01T00:00:00Z")),
                    new X500Name(subject),
                    key);
            additions.to(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(256);
            return keys.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
