package dev.penstock.broker.identity;

import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.PolicyEngine;
import dev.penstock.broker.policy.PolicyEngine.NamedPolicy;
import dev.penstock.broker.policy.PolicyRequest;
import dev.penstock.broker.policy.Principal;
import dev.penstock.broker.policy.Resources;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Things, certificates and policies of one pipeline, in memory. Safe for many threads. */
public final class Registry {
    private final RegistryState state;
    private final Things things;
    private final ThingTypes types;
    private final ThingGroups groups;
    private final CaCertificates authorities;
    private final Certificates certificates;
    private final Policies policies;

    /** @param authority signs the certificates that are made here */
    public Registry(AwsIdentity identity, Time time, CertificateAuthority authority) {
        state = new RegistryState(identity, time);
        things = new Things(state);
        types = new ThingTypes(state);
        groups = new ThingGroups(state);
        authorities = new CaCertificates(state);
        certificates = new Certificates(state, authority, authorities);
        policies = new Policies(state);
    }

    /** Whose registry it is. */
    String accountId() {
        return state.identity.account();
    }

    public Things things() {
        return things;
    }

    public ThingTypes types() {
        return types;
    }

    public ThingGroups groups() {
        return groups;
    }

    public CaCertificates authorities() {
        return authorities;
    }

    public Certificates certificates() {
        return certificates;
    }

    public Policies policies() {
        return policies;
    }

    /** Another one after every change: what was decided before may be decided otherwise now. */
    long version() {
        return state.version();
    }

    /** What the policies say, what they were asked, and which they were. */
    public record Ruling(Decision decision, PolicyRequest request, List<NamedPolicy> policies) {}

    /**
     * Asks the policies that hold for a client.
     *
     * @param added names of policies that are taken as if they were attached
     * @param skipped names of policies that are taken as if they were not
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException when there is no policy of a name in
     *     {@code added}
     */
    public Ruling rule(
            Principal principal,
            ClientFacts client,
            Action action,
            List<String> resources,
            List<String> added,
            List<String> skipped) {
        String arn = principalArn(principal);
        Optional<Thing> thing = thingOf(arn, client.clientId());
        List<NamedPolicy> effective = new ArrayList<>(policies.effective(arn, thing));
        added.forEach(name -> effective.add(policies.get(name).named()));
        effective.removeIf(policy -> skipped.contains(policy.name()));
        PolicyRequest request = new PolicyRequest(
                action,
                resources,
                new ClientAttributes(
                        client,
                        action,
                        thing.orElse(null),
                        certificates.find(principal.id()).orElse(null),
                        state.time.now()));
        return new Ruling(PolicyEngine.decide(effective, request), request, List.copyOf(effective));
    }

    /** Asks the policies that hold for a client about a topic, a filter or a client id. */
    public Ruling rule(Principal principal, ClientFacts client, Action action, String name) {
        return rule(principal, client, action, Resources.of(state.identity, action, name), List.of(), List.of());
    }

    /** The thing of a connection: the one whose name is the client id, when the principal is attached to it. */
    public Optional<Thing> thingOf(String principal, String clientId) {
        return state.read(() -> state.thingPrincipals.has(clientId, principal)
                ? Optional.ofNullable(state.things.get(clientId))
                : Optional.empty());
    }

    /** What policies and things are attached to: the ARN of a certificate, else the id itself. */
    public String principalArn(Principal principal) {
        return principal.kind() == Principal.Kind.CERTIFICATE ? certificates.arn(principal.id()) : principal.id();
    }
}
