package dev.penstock.broker.local;

import dev.penstock.broker.DeviceIdentities;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.Pem;
import dev.penstock.broker.explain.ExplainApi;
import dev.penstock.broker.identity.CertificateStatus;
import dev.penstock.broker.identity.Denials;
import dev.penstock.broker.identity.DeviceCertificate;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.RegistryAuthorizer;
import dev.penstock.broker.policy.Authorizer;
import dev.penstock.broker.wire.IotIdentity;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.RestJsonService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registry in this JVM, its certificate authority, and what the gateway needs of both. */
public final class LocalIdentities implements DeviceIdentities {
    private final AwsIdentity identity;
    private final IdentitySettings settings;
    private final CertificateAuthority authority;
    private final Registry registry;
    private final Denials denials;
    private final Authorizer authorizer;

    public LocalIdentities(AwsIdentity identity, Time time, IdentitySettings settings) {
        this.identity = identity;
        this.settings = settings;
        authority = settings.folder().map(CertificateAuthority::in).orElseGet(CertificateAuthority::inMemory);
        registry = new Registry(identity, time, authority);
        denials = new Denials(time);
        authorizer = new RegistryAuthorizer(registry, settings.policies(), denials);
    }

    /** What the gateway asks. */
    public Authorizer authorizer() {
        return authorizer;
    }

    /** Signs what the broker shows to clients. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** What the certificate of the broker is good for beside this machine: the endpoint, and names as AWS gives them. */
    public List<String> serverNames() {
        return List.of(
                settings.endpointHost(),
                "*.iot.%s.amazonaws.com".formatted(identity.region()),
                "*.credentials.iot.%s.amazonaws.com".formatted(identity.region()),
                "*.jobs.iot.%s.amazonaws.com".formatted(identity.region()));
    }

    @Override
    public RestJsonService api() {
        return IotIdentity.service(registry, identity, settings.endpointHost());
    }

    @Override
    public void explain(AwsEndpoint endpoint) {
        new ExplainApi(registry, denials).register(endpoint);
    }

    @Override
    public String caCertificate() {
        return Pem.write(authority.certificate());
    }

    @Override
    public void createThing(String name, Map<String, String> attributes) {
        registry.things().create(name, null, null, attributes);
    }

    @Override
    public Optional<ThingData> thing(String name) {
        return registry.things()
                .find(name)
                .map(thing ->
                        new ThingData(thing.name(), thing.id(), thing.typeName(), thing.attributes(), thing.version()));
    }

    @Override
    public List<String> groups(String thing) {
        return registry.things().find(thing).isPresent() ? registry.groups().ofThing(thing) : List.of();
    }

    @Override
    public void createPolicy(String name, String document) {
        registry.policies().create(name, document);
    }

    @Override
    public String createCertificate(CertificateDraft draft) {
        return certificate(draft).id();
    }

    private DeviceCertificate certificate(CertificateDraft draft) {
        @Nullable String pem = draft.certificate();
        if (pem == null) {
            return registry.certificates().sign(String.valueOf(draft.request()), draft.active());
        }
        CertificateStatus status = draft.active() ? CertificateStatus.ACTIVE : CertificateStatus.INACTIVE;
        return draft.ca() == null
                ? registry.certificates().registerWithoutCa(pem, status)
                : registry.certificates().register(pem, draft.ca(), status);
    }

    @Override
    public void attachPolicy(String policy, String target) {
        registry.policies().attach(policy, target);
    }

    @Override
    public void attachThing(String thing, String principal) {
        registry.things().attach(thing, principal);
    }
}
