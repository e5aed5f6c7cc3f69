package dev.penstock.broker.identity;

import dev.penstock.broker.PolicyMode;
import dev.penstock.broker.policy.Admission;
import dev.penstock.broker.policy.Authorizer;
import dev.penstock.broker.policy.CertificateIds;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Permissions;
import dev.penstock.broker.policy.Principal;
import dev.penstock.broker.policy.Registered;
import dev.penstock.platform.aws.AwsException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers from the registry, as strictly as the mode wants. */
public final class RegistryAuthorizer implements Authorizer {
    private static final Logger log = LoggerFactory.getLogger(RegistryAuthorizer.class);

    private final Registry registry;
    private final PolicyMode mode;
    private final List<Consumer<Registered>> listeners = new CopyOnWriteArrayList<>();
    private final Denials denials;

    /** @param denials where refusals are kept */
    public RegistryAuthorizer(Registry registry, PolicyMode mode, Denials denials) {
        this.registry = registry;
        this.mode = mode;
        this.denials = denials;
    }

    /** {@inheritDoc} A certificate that an authority with automatic registration signed is registered, and refused once. */
    @Override
    public Admission admit(X509Certificate certificate) {
        String id = CertificateIds.of(certificate);
        Optional<DeviceCertificate> known = registry.certificates().find(id);
        if (known.isEmpty()) {
            return unknown(certificate, id);
        }
        CertificateStatus status = known.get().status();
        return status == CertificateStatus.ACTIVE
                ? Admission.certificate(id)
                : Admission.refused(
                        "its certificate %s is %s; activate it with: aws iot update-certificate --certificate-id %s --new-status ACTIVE"
                                .formatted(id, status, id));
    }

    private Admission unknown(X509Certificate certificate, String id) {
        Optional<CaCertificate> registrar = registry.authorities().registrarOf(certificate);
        if (registrar.isPresent()) {
            register(certificate, registrar.get().id());
            return Admission.refused(
                    "its certificate %s was registered just now, for CA certificate %s, and waits for its activation"
                            .formatted(id, registrar.get().id()));
        }
        return Admission.refused(
                "its certificate %s (%s) is not registered; create one with: aws iot create-keys-and-certificate --set-as-active"
                        .formatted(id, certificate.getSubjectX500Principal()));
    }

    private void register(X509Certificate certificate, String authority) {
        try {
            DeviceCertificate added = registry.certificates()
                    .add(certificate, null, CertificateStatus.PENDING_ACTIVATION, authority, false);
            Registered event = new Registered(added.id(), authority, registry.accountId(), added.createdAt());
            listeners.forEach(listener -> listener.accept(event));
        } catch (AwsException meanwhile) {
            log.debug("another connection has registered the certificate in this moment", meanwhile);
        }
    }

    @Override
    public Permissions permissions(Principal principal, ClientFacts client) {
        boolean asked = mode != PolicyMode.OFF
                && principal.kind() != Principal.Kind.SIGNED
                && (mode != PolicyMode.CERTIFICATES || principal.kind() == Principal.Kind.CERTIFICATE);
        return asked
                ? new RegistryPermissions(registry, denials, principal, client, mode != PolicyMode.WARN)
                : new UnaskedPermissions(why(principal));
    }

    @Override
    public boolean knowsThing(String name) {
        return registry.things().find(name).isPresent();
    }

    @Override
    public void turnedAway(ClientFacts client, String reason) {
        denials.addTurnedAway(Denial.turnedAway(denials.time().now(), client, reason));
    }

    private String why(Principal principal) {
        if (mode == PolicyMode.OFF) {
            return "policies are off (broker.policies)";
        }
        return principal.kind() == Principal.Kind.SIGNED
                ? "clients that sign have IAM policies, which are not emulated"
                : "policies hold for clients with a certificate only; broker.policies: enforce makes them hold for all";
    }

    @Override
    public void onRegistered(Consumer<Registered> listener) {
        listeners.add(listener);
    }

    @Override
    public void onRevoked(Consumer<Principal> listener) {
        registry.certificates().onRevoked(id -> listener.accept(Principal.certificate(id)));
    }
}
