package dev.penstock.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.broker.authority.Pem;
import dev.penstock.broker.authority.TestRequests;
import dev.penstock.broker.authority.TestRequests.UserAuthority;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CACertificate;
import software.amazon.awssdk.services.iot.model.Certificate;
import software.amazon.awssdk.services.iot.model.CertificateDescription;
import software.amazon.awssdk.services.iot.model.CertificateStateException;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.CertificateValidationException;
import software.amazon.awssdk.services.iot.model.CreateCertificateFromCsrResponse;
import software.amazon.awssdk.services.iot.model.CreateKeysAndCertificateResponse;
import software.amazon.awssdk.services.iot.model.DeleteConflictException;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.ListCertificatesResponse;
import software.amazon.awssdk.services.iot.model.RegisterCaCertificateResponse;
import software.amazon.awssdk.services.iot.model.RegisterCertificateResponse;
import software.amazon.awssdk.services.iot.model.RegistrationCodeValidationException;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

class CertificateSdkTest {
    private final ControlPlane plane = new ControlPlane();
    private final IotClient iot = plane.iot;

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void keysComeWithACertificateWhoseIdIsItsDigest() throws Exception {
        CreateKeysAndCertificateResponse created = iot.createKeysAndCertificate(r -> r.setAsActive(true));

        byte[] der = Pem.certificate(created.certificatePem()).orElseThrow().getEncoded();
        assertThat(created.certificateId())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
        assertThat(created.certificateArn()).isEqualTo(ControlPlane.ARN + "cert/" + created.certificateId());
        assertThat(created.keyPair().privateKey()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(created.keyPair().publicKey()).startsWith("-----BEGIN PUBLIC KEY-----");
        CertificateDescription described = describe(created.certificateId());
        assertThat(described.status()).isEqualTo(CertificateStatus.ACTIVE);
        assertThat(described.certificatePem()).isEqualTo(created.certificatePem());
        assertThat(described.creationDate()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(described.validity().notAfter()).isEqualTo("2049-12-31T23:59:59Z");
    }

    @Test
    void requestIsSignedAndInactiveWithoutSayingOtherwise() {
        CreateCertificateFromCsrResponse signed = sign("CN=pump-7", false);

        assertThat(describe(signed.certificateId()).status()).isEqualTo(CertificateStatus.INACTIVE);
        assertThat(Pem.certificate(signed.certificatePem())
                        .orElseThrow()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=pump-7");
    }

    @Test
    void nonsenseIsNotSigned() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createCertificateFromCsr(r -> r.certificateSigningRequest("nonsense")))
                .withMessageContaining("The CSR is not valid");
    }

    @Test
    void activeCertificateIsNotDeleted() {
        String id = sign("CN=a", true).certificateId();
        assertThatExceptionOfType(CertificateStateException.class)
                .isThrownBy(() -> iot.deleteCertificate(r -> r.certificateId(id)))
                .satisfies(refusal -> assertThat(refusal.statusCode()).isEqualTo(406));

        iot.updateCertificate(r -> r.certificateId(id).newStatus(CertificateStatus.INACTIVE));
        iot.deleteCertificate(r -> r.certificateId(id));

        assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> describe(id));
    }

    @Test
    void attachedCertificateIsDeletedByForceOnly() {
        CreateCertificateFromCsrResponse signed = sign("CN=a", false);
        iot.createPolicy(r -> r.policyName("p").policyDocument(ControlPlane.policy("Connect", "client/*")));
        iot.attachPolicy(r -> r.policyName("p").target(signed.certificateArn()));
        assertThatExceptionOfType(DeleteConflictException.class)
                .isThrownBy(() -> iot.deleteCertificate(r -> r.certificateId(signed.certificateId())));

        iot.deleteCertificate(r -> r.certificateId(signed.certificateId()).forceDelete(true));

        assertThat(iot.listTargetsForPolicy(r -> r.policyName("p")).targets()).isEmpty();
    }

    @Test
    void revokedCertificateStaysRevoked() {
        String id = sign("CN=a", true).certificateId();
        iot.updateCertificate(r -> r.certificateId(id).newStatus(CertificateStatus.REVOKED));

        assertThatExceptionOfType(CertificateStateException.class)
                .isThrownBy(() -> iot.updateCertificate(r -> r.certificateId(id).newStatus(CertificateStatus.ACTIVE)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.updateCertificate(
                        r -> r.certificateId(id).newStatus(CertificateStatus.PENDING_ACTIVATION)));
    }

    @Test
    void certificatesAreListedInPages() {
        List<String> ids = List.of(
                sign("CN=a", true).certificateId(),
                sign("CN=b", true).certificateId(),
                sign("CN=c", true).certificateId());

        ListCertificatesResponse first = iot.listCertificates(r -> r.pageSize(2).ascendingOrder(true));
        ListCertificatesResponse second =
                iot.listCertificates(r -> r.pageSize(2).ascendingOrder(true).marker(first.nextMarker()));

        assertThat(first.certificates()).extracting(Certificate::certificateId).isEqualTo(ids.subList(0, 2));
        assertThat(second.certificates()).extracting(Certificate::certificateId).containsExactly(ids.get(2));
        assertThat(second.nextMarker()).isNull();
        assertThat(iot.listCertificates(r -> r.ascendingOrder(false))
                        .certificates()
                        .get(0)
                        .certificateId())
                .isEqualTo(ids.get(2));
    }

    @Test
    void anyCertificateIsRegisteredWithoutAnAuthorityButOnce() {
        String pem = UserAuthority.create("CN=mine").sign("CN=device");

        String id = iot.registerCertificateWithoutCA(r -> r.certificatePem(pem).status(CertificateStatus.ACTIVE))
                .certificateId();

        assertThat(describe(id).certificateModeAsString()).isEqualTo("SNI_ONLY");
        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> iot.registerCertificateWithoutCA(r -> r.certificatePem(pem)))
                .satisfies(refusal -> assertThat(refusal.resourceId()).isEqualTo(id));
    }

    @Test
    void authorityIsRegisteredByWhoCanSignTheRegistrationCode() {
        UserAuthority mine = UserAuthority.create("CN=mine");
        String code = iot.getRegistrationCode(r -> {}).registrationCode();

        RegisterCaCertificateResponse ca = register(mine, mine.sign("CN=" + code));
        RegisterCertificateResponse device = iot.registerCertificate(
                r -> r.certificatePem(mine.sign("CN=device")).status(CertificateStatus.ACTIVE));

        assertThat(code).hasSize(64);
        assertThat(ca.certificateArn()).isEqualTo(ControlPlane.ARN + "cacert/" + ca.certificateId());
        assertThat(describe(device.certificateId()).caCertificateId()).isEqualTo(ca.certificateId());
        assertThat(iot.listCertificatesByCA(r -> r.caCertificateId(ca.certificateId()))
                        .certificates())
                .extracting(Certificate::certificateId)
                .containsExactly(device.certificateId());
        assertThat(iot.listCACertificates(r -> {}).certificates())
                .extracting(CACertificate::certificateId)
                .containsExactly(ca.certificateId());
        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> register(mine, mine.sign("CN=" + code)));
    }

    @Test
    void authorityOfAnotherCodeOrAnotherKeyIsRefused() {
        UserAuthority mine = UserAuthority.create("CN=mine");
        String code = iot.getRegistrationCode(r -> {}).registrationCode();

        assertThatExceptionOfType(RegistrationCodeValidationException.class)
                .isThrownBy(() -> register(mine, mine.sign("CN=other")));
        assertThatExceptionOfType(CertificateValidationException.class)
                .isThrownBy(() -> register(mine, UserAuthority.create("CN=mine").sign("CN=" + code)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.registerCACertificate(r -> r.caCertificate(mine.pem())));
        assertThatExceptionOfType(CertificateValidationException.class)
                .isThrownBy(() -> iot.registerCACertificate(r -> r.caCertificate(mine.sign("CN=x"))));
        iot.deleteRegistrationCode(r -> {});
        assertThat(iot.getRegistrationCode(r -> {}).registrationCode()).isNotEqualTo(code);
    }

    @Test
    void certificateOfAnUnknownOrInactiveAuthorityIsNotRegistered() {
        UserAuthority mine = UserAuthority.create("CN=mine");
        assertThatExceptionOfType(CertificateValidationException.class)
                .isThrownBy(() -> iot.registerCertificate(r -> r.certificatePem(mine.sign("CN=device"))))
                .withMessageContaining("RegisterCACertificate");

        String id = iot.registerCACertificate(r -> r.caCertificate(mine.pem()).certificateMode("SNI_ONLY"))
                .certificateId();

        assertThatExceptionOfType(CertificateStateException.class)
                .isThrownBy(() -> iot.registerCertificate(r -> r.certificatePem(mine.sign("CN=device"))));
        iot.updateCACertificate(r -> r.certificateId(id).newStatus("ACTIVE").newAutoRegistrationStatus("ENABLE"));
        assertThat(iot.registerCertificate(r -> r.certificatePem(mine.sign("CN=device")))
                        .certificateId())
                .hasSize(64);
        assertThat(iot.describeCACertificate(r -> r.certificateId(id))
                        .certificateDescription()
                        .autoRegistrationStatusAsString())
                .isEqualTo("ENABLE");
    }

    @Test
    void activeAuthorityIsNotDeleted() {
        UserAuthority mine = UserAuthority.create("CN=mine");
        String id = iot.registerCACertificate(r ->
                        r.caCertificate(mine.pem()).certificateMode("SNI_ONLY").setAsActive(true))
                .certificateId();
        assertThatExceptionOfType(CertificateStateException.class)
                .isThrownBy(() -> iot.deleteCACertificate(r -> r.certificateId(id)));

        iot.updateCACertificate(r -> r.certificateId(id).newStatus("INACTIVE"));
        iot.deleteCACertificate(r -> r.certificateId(id));

        assertThat(iot.listCACertificates(r -> {}).certificates()).isEmpty();
    }

    private RegisterCaCertificateResponse register(UserAuthority authority, String verification) {
        return iot.registerCACertificate(r -> r.caCertificate(authority.pem())
                .verificationCertificate(verification)
                .setAsActive(true));
    }

    private CreateCertificateFromCsrResponse sign(String subject, boolean active) {
        return iot.createCertificateFromCsr(
                r -> r.certificateSigningRequest(TestRequests.request(subject)).setAsActive(active));
    }

    private CertificateDescription describe(String id) {
        return iot.describeCertificate(r -> r.certificateId(id)).certificateDescription();
    }
}
