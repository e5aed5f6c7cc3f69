package dev.penstock.broker.identity;

import dev.penstock.broker.authority.Pem;
import dev.penstock.broker.policy.CertificateIds;
import dev.penstock.platform.aws.AwsException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Certificate authorities of the user. */
public final class CaCertificates {
    private static final int CODE_BYTES = 32;

    private final RegistryState state;
    private @Nullable String code;

    CaCertificates(RegistryState state) {
        this.state = state;
    }

    /** What the common name of a verification certificate must be; 64 characters, the same until it is deleted. */
    public String registrationCode() {
        return state.change(() -> {
            if (code == null) {
                byte[] random = new byte[CODE_BYTES];
                new SplittableRandom().nextBytes(random);
                code = HexFormat.of().formatHex(random);
            }
            return code;
        });
    }

    /** The next code is another one. */
    public void deleteRegistrationCode() {
        state.change(() -> {
            code = null;
        });
    }

    /** What a registration asks for. */
    public record Draft(
            String pem, @Nullable String verificationPem, boolean active, boolean autoRegistration, boolean sniOnly) {}

    /**
     * @throws AwsException CertificateValidationException when it is no authority, or the verification certificate is not
     *     signed by it; RegistrationCodeValidationException when that is for another code; ResourceAlreadyExistsException
     */
    public CaCertificate register(Draft draft) {
        X509Certificate x509 = Pem.certificate(draft.pem())
                .orElseThrow(
                        () -> IdentityErrors.certificate("The CA certificate could not be parsed: it must be PEM"));
        if (x509.getBasicConstraints() < 0) {
            throw IdentityErrors.certificate(
                    "The certificate is no CA certificate: its basic constraints do not say so");
        }
        if (!draft.sniOnly()) {
            verify(x509, draft.verificationPem());
        }
        String id = CertificateIds.of(x509);
        return state.change(() -> {
            if (state.authorities.containsKey(id)) {
                throw IdentityErrors.exists("CA certificate", id, arn(id));
            }
            Instant now = state.time.now();
            CaCertificate added = new CaCertificate(
                    id, draft.pem(), x509, draft.active(), draft.autoRegistration(), now, now, draft.sniOnly());
            state.authorities.put(id, added);
            return added;
        });
    }

    private void verify(X509Certificate ca, @Nullable String verificationPem) {
        if (verificationPem == null) {
            throw IdentityErrors.invalid("verificationCertificate is needed when certificateMode is DEFAULT");
        }
        X509Certificate verification = Pem.certificate(verificationPem)
                .orElseThrow(() -> IdentityErrors.certificate("The verification certificate must be PEM"));
        if (!isSignedBy(verification, ca)) {
            throw IdentityErrors.certificate("The verification certificate is not signed by the CA certificate");
        }
        List<String> names = new CertificateFields(verification).values("subject.commonname");
        if (!names.equals(List.of(registrationCode()))) {
            throw IdentityErrors.registrationCode(
                    "The common name of the verification certificate must be the registration code; it is %s"
                            .formatted(names));
        }
    }

    /** @throws AwsException ResourceNotFoundException */
    public CaCertificate get(String id) {
        return state.read(() -> Optional.ofNullable(state.authorities.get(id))
                .orElseThrow(() -> IdentityErrors.notFound("CA certificate", id)));
    }

    /** The oldest first. */
    public List<CaCertificate> all() {
        return state.read(() -> List.copyOf(state.authorities.values()));
    }

    /** What it signed and is registered. */
    public List<DeviceCertificate> certificatesOf(String id) {
        return state.read(() -> {
            get(id);
            return state.certificates.values().stream()
                    .filter(certificate -> id.equals(certificate.caId()))
                    .toList();
        });
    }

    /** @throws AwsException ResourceNotFoundException */
    public void update(String id, Optional<Boolean> active, Optional<Boolean> autoRegistration) {
        state.change(() -> {
            CaCertificate found = get(id);
            state.authorities.put(
                    id,
                    new CaCertificate(
                            id,
                            found.pem(),
                            found.x509(),
                            active.orElse(found.active()),
                            autoRegistration.orElse(found.autoRegistration()),
                            found.createdAt(),
                            state.time.now(),
                            found.sniOnly()));
        });
    }

    /** @throws AwsException CertificateStateException when it is active; ResourceNotFoundException */
    public void delete(String id) {
        state.change(() -> {
            if (get(id).active()) {
                throw IdentityErrors.state("The CA certificate %s must be deactivated before deletion".formatted(id));
            }
            state.authorities.remove(id);
        });
    }

    /** The registered authority that signed a certificate. */
    CaCertificate signerOf(X509Certificate x509, @Nullable String caPem) {
        String wanted = caPem == null
                ? null
                : CertificateIds.of(Pem.certificate(caPem)
                        .orElseThrow(() -> IdentityErrors.certificate("caCertificatePem must be PEM")));
        CaCertificate signer = all().stream()
                .filter(ca -> wanted == null || ca.id().equals(wanted))
                .filter(ca -> isSignedBy(x509, ca.x509()))
                .findFirst()
                .orElseThrow(
                        () -> IdentityErrors.certificate(
                                "CA Certificate not found: no registered CA signed this certificate; register it with RegisterCACertificate, or use RegisterCertificateWithoutCA"));
        if (!signer.active()) {
            throw IdentityErrors.state("The CA certificate %s is not active".formatted(signer.id()));
        }
        return signer;
    }

    /** The one that lets a certificate that nobody registered register itself. */
    Optional<CaCertificate> registrarOf(X509Certificate x509) {
        return all().stream()
                .filter(ca -> ca.active() && ca.autoRegistration() && isSignedBy(x509, ca.x509()))
                .findFirst();
    }

    public String arn(String id) {
        return state.arn("cacert/" + id);
    }

    private static boolean isSignedBy(X509Certificate x509, X509Certificate ca) {
        if (!x509.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
            return false;
        }
        try {
            x509.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException notIt) {
            return false;
        }
    }
}
