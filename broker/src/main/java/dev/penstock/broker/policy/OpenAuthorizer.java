package dev.penstock.broker.policy;

import java.security.cert.X509Certificate;
import java.util.function.Consumer;

/** Asks nothing. */
final class OpenAuthorizer implements Authorizer {
    @Override
    public Admission admit(X509Certificate certificate) {
        return Admission.certificate(CertificateIds.of(certificate));
    }

    @Override
    public Permissions permissions(Principal principal, ClientFacts client) {
        return Permissions.ALL;
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
        // nobody ever does
    }

    @Override
    public void onRevoked(Consumer<Principal> listener) {
        // nobody ever is
    }
}
