package dev.penstock.broker.identity;

import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.Pem;
import dev.penstock.broker.policy.CertificateIds;
import dev.penstock.platform.aws.AwsException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Certificates of devices. */
public final class Certificates {
    private final RegistryState state;
    private final CertificateAuthority authority;
    private final CaCertificates authorities;
    private final List<Consumer<String>> revoked = new CopyOnWriteArrayList<>();

    Certificates(RegistryState state, CertificateAuthority authority, CaCertificates authorities) {
        this.state = state;
        this.authority = authority;
        this.authorities = authorities;
    }

    /** A key pair that is kept nowhere else, and what is registered of it. */
    public record Issued(DeviceCertificate certificate, String publicKeyPem, String privateKeyPem) {}

    /** Makes a key and a certificate. Takes some 100 ms. */
    public Issued issue(boolean active) {
        CertificateAuthority.IssuedKeys made = authority.issue();
        return new Issued(
                add(made.certificate(), null, status(active), null, false),
                Pem.write(made.pair().getPublic()),
                Pem.write(made.pair().getPrivate()));
    }

    /** @throws AwsException InvalidRequestException when it is no signing request that can be used */
    public DeviceCertificate sign(String requestPem, boolean active) {
        return add(authority.sign(requestPem), null, status(active), null, false);
    }

    /**
     * Registers a certificate that an authority of the user signed.
     *
     * @param caPem that authority; null when it is the one that signed it
     * @throws AwsException CertificateValidationException when no registered authority signed it; CertificateStateException
     *     when that is inactive; ResourceAlreadyExistsException; InvalidRequestException
     */
    public DeviceCertificate register(String pem, @Nullable String caPem, CertificateStatus status) {
        X509Certificate x509 = read(pem);
        CaCertificate ca = authorities.signerOf(x509, caPem);
        return add(x509, pem, status, ca.id(), false);
    }

    /** Registers a certificate whoever signed it. */
    public DeviceCertificate registerWithoutCa(String pem, CertificateStatus status) {
        return add(read(pem), pem, status, null, true);
    }

    /** @throws AwsException ResourceNotFoundException */
    public DeviceCertificate get(String id) {
        return find(id).orElseThrow(() -> IdentityErrors.notFound("Certificate", id));
    }

    public Optional<DeviceCertificate> find(String id) {
        return state.read(() -> Optional.ofNullable(state.certificates.get(id)));
    }

    /** The oldest first. */
    public List<DeviceCertificate> all() {
        return state.read(() -> List.copyOf(state.certificates.values()));
    }

    /** @throws AwsException ResourceNotFoundException; CertificateStateException when it was revoked */
    public void update(String id, CertificateStatus status) {
        if (status == CertificateStatus.PENDING_ACTIVATION) {
            throw IdentityErrors.invalid("A certificate cannot be set to " + status);
        }
        state.change(() -> {
            DeviceCertificate found = get(id);
            if (found.status() == CertificateStatus.REVOKED && status != CertificateStatus.REVOKED) {
                throw IdentityErrors.state("The certificate %s is revoked for good".formatted(id));
            }
            state.certificates.put(id, found.with(status, state.time.now()));
        });
        if (status != CertificateStatus.ACTIVE) {
            tellRevoked(id);
        }
    }

    /**
     * @param force also when policies are attached; they are detached
     * @throws AwsException CertificateStateException when it is active; DeleteConflictException when it is attached
     */
    public void delete(String id, boolean force) {
        state.change(() -> {
            String arn = arn(id);
            if (get(id).status() == CertificateStatus.ACTIVE) {
                throw IdentityErrors.state(
                        "Certificate must be deactivated (not ACTIVE) before deletion. (certificateId=%s)"
                                .formatted(id));
            }
            if (!state.thingPrincipals.leftsOf(arn).isEmpty()) {
                throw IdentityErrors.deleteConflict("Things must be detached before deletion (arn: %s)".formatted(arn));
            }
            if (!force && !state.policyTargets.leftsOf(arn).isEmpty()) {
                throw IdentityErrors.deleteConflict(
                        "Certificate policies must be detached before deletion (arn: %s)".formatted(arn));
            }
            state.policyTargets.dropRight(arn);
            state.certificates.remove(id);
        });
        tellRevoked(id);
    }

    /** Tells the ids of certificates that may no longer be used. */
    void onRevoked(Consumer<String> listener) {
        revoked.add(listener);
    }

    public String arn(String id) {
        return Principals.arn(state, id);
    }

    private void tellRevoked(String id) {
        revoked.forEach(listener -> listener.accept(id));
    }

    private static CertificateStatus status(boolean active) {
        return active ? CertificateStatus.ACTIVE : CertificateStatus.INACTIVE;
    }

    private static X509Certificate read(String pem) {
        return Pem.certificate(pem)
                .orElseThrow(() -> IdentityErrors.certificate("The certificate could not be parsed: it must be PEM"));
    }

    DeviceCertificate add(
            X509Certificate x509,
            @Nullable String pem,
            CertificateStatus status,
            @Nullable String caId,
            boolean sniOnly) {
        String id = CertificateIds.of(x509);
        return state.change(() -> {
            if (state.certificates.containsKey(id)) {
                throw IdentityErrors.exists("Certificate", id, arn(id));
            }
            Instant now = state.time.now();
            DeviceCertificate added = new DeviceCertificate(
                    id, pem == null ? Pem.write(x509) : pem, x509, status, now, now, caId, sniOnly);
            state.certificates.put(id, added);
            return added;
        });
    }
}
