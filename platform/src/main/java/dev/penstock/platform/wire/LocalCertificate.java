package dev.penstock.platform.wire;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What a server on this machine shows of itself: a key, and a certificate for it that nobody but itself has signed. */
record LocalCertificate(PrivateKey key, X509Certificate certificate) {
    // No clock is asked: a test's may be anywhere, and the client looks at its own.
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2049-12-31T23:59:59Z");
    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    private static final int SERIAL_BITS = 64;

    /**
     * A new one, good for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. Takes some 10 ms and more when the JVM is
     * cold: not for an event loop.
     *
     * @param host one more name or address that it is good for
     */
    static LocalCertificate selfSigned(String host) {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = keys.generateKeyPair();
            X500Name name = new X500Name("CN=localhost,O=Penstock");
            X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(SERIAL_BITS, new SecureRandom()),
                            Date.from(FROM),
                            Date.from(TO),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.subjectAlternativeName, false, names(host));
            X509Certificate signed = new JcaX509CertificateConverter()
                    .getCertificate(
                            certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            return new LocalCertificate(pair.getPrivate(), signed);
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
            throw new IllegalStateException("this JVM cannot make a certificate", impossible);
        }
    }

    private static GeneralNames names(String host) {
        Set<String> all = new LinkedHashSet<>(LOCAL);
        all.add(host);
        return new GeneralNames(all.stream().map(LocalCertificate::name).toArray(GeneralName[]::new));
    }

    private static GeneralName name(String host) {
        boolean address = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }
}
