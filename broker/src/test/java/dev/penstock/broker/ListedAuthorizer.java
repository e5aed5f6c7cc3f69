package dev.penstock.broker;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.Admission;
import dev.penstock.broker.policy.Authorizer;
import dev.penstock.broker.policy.CertificateIds;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.Permissions;
import dev.penstock.broker.policy.Principal;
import dev.penstock.broker.policy.Registered;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Lets everybody do everything but what it was told not to. */
final class ListedAuthorizer implements Authorizer {
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Principal>> listeners = new CopyOnWriteArrayList<>();

    void deny(Action action, String name) {
        denied.add(action + " " + name);
    }

    void refuse(String certificateId) {
        refused.add(certificateId);
    }

    void revoke(String certificateId) {
        listeners.forEach(listener -> listener.accept(Principal.certificate(certificateId)));
    }

    @Override
    public Admission admit(X509Certificate certificate) {
        String id = CertificateIds.of(certificate);
        return refused.contains(id) ? Admission.refused("it is not registered") : Admission.certificate(id);
    }

    @Override
    public Permissions permissions(Principal principal, ClientFacts client) {
        return (action, name) -> new Decision(
                denied.contains(action + " " + name) ? Decision.Verdict.EXPLICIT_DENY : Decision.Verdict.ALLOWED,
                true,
                action,
                name,
                List.of("listed"),
                null,
                "");
    }

    @Override
    public boolean knowsThing(String name) {
        return true;
    }

    @Override
    public void turnedAway(ClientFacts client, String reason) {
        // nobody asks
    }

    @Override
    public void onRegistered(Consumer<Registered> listener) {
        // nobody does
    }

    @Override
    public void onRevoked(Consumer<Principal> listener) {
        listeners.add(listener);
    }
}
