package dev.penstock.broker.authority;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The authority's own key and certificate, and what it signs. */
record AuthorityKeys(PrivateKey key, X509Certificate certificate) {
    // No clock is asked: a test's may be anywhere, and the client looks at its own. AWS's device certificates end then.
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2049-12-31T23:59:59Z");
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 159;
    private static final int RSA_BITS = 2048;

    static AuthorityKeys create() {
        KeyPair pair = ellipticPair();
        X500Name name = new X500Name("CN=Penstock local CA %s,O=Penstock"
                .formatted(serial().toString(36).substring(0, 8)));
        return new AuthorityKeys(
                pair.getPrivate(),
                sign(
                        name,
                        name,
                        pair.getPublic(),
                        pair.getPrivate(),
                        builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                                .addExtension(
                                        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                                .addExtension(
                                        Extension.subjectKeyIdentifier,
                                        false,
                                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()))));
    }

    X509Certificate client(X500Name subject, PublicKey publicKey) {
        return sign(
                subject,
                publicKey,
                builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)));
    }

    ServerCertificate server(X500Name subject, GeneralNames names) {
        KeyPair pair = ellipticPair();
        X509Certificate signed = sign(
                subject,
                pair.getPublic(),
                builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                        .addExtension(
                                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                        .addExtension(Extension.subjectAlternativeName, false, names));
        return new ServerCertificate(pair.getPrivate(), List.of(signed, certificate));
    }

    static KeyPair rsaPair() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(RSA_BITS);
            return keys.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JVM cannot make an RSA key", impossible);
        }
    }

    private static KeyPair ellipticPair() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            return keys.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JVM cannot make an EC key", impossible);
        }
    }

    private X509Certificate sign(X500Name subject, PublicKey publicKey, Extensions extensions) {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return sign(
                issuer,
                subject,
                publicKey,
                key,
                builder -> extensions
                        .on(builder)
                        .addExtension(
                                Extension.authorityKeyIdentifier,
                                false,
                                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()))
                        .addExtension(
                                Extension.subjectKeyIdentifier,
                                false,
                                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey)));
    }

    private static X509Certificate sign(
            X500Name issuer, X500Name subject, PublicKey publicKey, PrivateKey signer, Extensions extensions) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, serial(), Date.from(FROM), Date.from(TO), subject, publicKey);
            return new JcaX509CertificateConverter()
                    .getCertificate(extensions.on(builder).build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
            throw new IllegalStateException("this JVM cannot make a certificate", impossible);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
    }

    @FunctionalInterface
    private interface Extensions {
        X509v3CertificateBuilder on(X509v3CertificateBuilder builder) throws CertIOException, GeneralSecurityException;
    }
}
