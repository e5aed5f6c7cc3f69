package dev.penstock.broker.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private final CertificateAuthority authority = CertificateAuthority.inMemory();

    @Test
    void issuedCertificateIsSignedByTheAuthorityAndFitsItsKey() throws Exception {
        CertificateAuthority.IssuedKeys issued = authority.issue();

        issued.certificate().verify(authority.certificate().getPublicKey());
        assertThat(issued.certificate().getPublicKey()).isEqualTo(issued.pair().getPublic());
        assertThat(issued.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=AWS IoT Certificate");
        assertThat(issued.certificate().getNotAfter()).isEqualTo("2049-12-31T23:59:59Z");
    }

    @Test
    void keyIsWrittenAsAwsWritesIt() {
        KeyPair pair = authority.issue().pair();

        assertThat(Pem.write(pair.getPrivate())).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(Pem.write(pair.getPublic())).startsWith("-----BEGIN PUBLIC KEY-----\n");
    }

    @Test
    void serverCertificateIsGoodForGivenNamesAndThisMachine() throws Exception {
        ServerCertificate server = authority.server(List.of("abc-ats.iot.us-east-1.amazonaws.com", "10.1.2.3"));

        X509Certificate own = server.chain().get(0);
        own.verify(authority.certificate().getPublicKey());
        assertThat(own.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                .contains("abc-ats.iot.us-east-1.amazonaws.com", "10.1.2.3", "localhost", "127.0.0.1");
        assertThat(server.chain()).hasSize(2).endsWith(authority.certificate());
    }

    @Test
    void requestKeepsItsSubjectAndKey() throws Exception {
        KeyPair pair = pair("EC", 256);

        X509Certificate signed = authority.sign(request(pair.getPublic(), pair.getPrivate()));

        assertThat(signed.getSubjectX500Principal().getName()).isEqualTo("CN=pump-7,OU=plant");
        assertThat(signed.getPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void requestThatItsKeyDidNotSignIsRefused() throws Exception {
        String request = request(pair("EC", 256).getPublic(), pair("EC", 256).getPrivate());

        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> authority.sign(request))
                .withMessage("The CSR is not valid: it is not signed by the key that it is for");
    }

    @Test
    void requestWithAShortKeyIsRefused() throws Exception {
        KeyPair pair = pair("RSA", 1024);
        String request = request(pair.getPublic(), pair.getPrivate());

        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> authority.sign(request))
                .withMessageContaining("2048 bits")
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("InvalidRequestException"));
    }

    @Test
    void textThatIsNoRequestIsRefused() {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() ->
                        authority.sign("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----"))
                .withMessage("The CSR is not valid: it is no PKCS#10 request in PEM form");
    }

    @Test
    void authorityInAFolderIsTheSameAfterARestart(@TempDir Path folder) throws Exception {
        X509Certificate first = CertificateAuthority.in(folder.resolve("data")).certificate();

        X509Certificate second = CertificateAuthority.in(folder.resolve("data")).certificate();

        assertThat(second).isEqualTo(first);
        assertThat(Pem.certificate(Files.readString(folder.resolve("data/ca.pem"))))
                .contains(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/ca.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void folderWithNonsenseIsNamedAtTheStart(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("ca.key"), "nonsense");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> CertificateAuthority.in(folder).certificate())
                .withMessageContaining("ca.key' must have a private key and its certificate");
    }

    private static KeyPair pair(String algorithm, int bits) throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance(algorithm);
        keys.initialize(bits);
        return keys.generateKeyPair();
    }

    private static String request(PublicKey key, PrivateKey signer) throws Exception {
        String algorithm = "SHA256with" + (signer.getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
        return Pem.write(new JcaPKCS10CertificationRequestBuilder(new X500Name("OU=plant,CN=pump-7"), key)
                .build(new JcaContentSignerBuilder(algorithm).build(signer)));
    }
}
