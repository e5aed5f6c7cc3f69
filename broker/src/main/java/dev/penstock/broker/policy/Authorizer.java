package dev.penstock.broker.policy;

import java.security.cert.X509Certificate;
import java.util.function.Consumer;

/**
 * What the gateway asks before it does what a client wants. TLS has proven that the client has the key of its certificate;
 * nothing else about a certificate is checked before {@link #admit} (it need not be signed by anyone known here).
 *
 * <pre>{@code
 * Admission admission = authorizer.admit(certificate);                        // with TLS, else Principal.ANONYMOUS
 * Permissions may = authorizer.permissions(principal, new ClientFacts(...));  // once per connection
 * if (!may.decide(Action.CONNECT, clientId).isAllowed()) { ... }
 * if (!may.decide(Action.PUBLISH, topic).isAllowed()) { ... }
 * }</pre>
 *
 * <p>All methods may be called on a network thread: they do not block and make no calls to elsewhere.
 */
public interface Authorizer {
    /** Lets everybody do everything, with whatever certificate. */
    Authorizer OPEN = new OpenAuthorizer();

    /** Looks a client certificate up in the registry. */
    Admission admit(X509Certificate certificate);

    /**
     * A client was turned away because of its certificate; for those who want to know why.
     *
     * @param reason as in {@link Admission#reason}
     */
    void turnedAway(ClientFacts client, String reason);

    /** Whether there is a thing of this name; true when nobody keeps things. */
    boolean knowsThing(String name);

    /** What a client may do. The gateway asks for it once per connection and keeps it as long as that. */
    Permissions permissions(Principal principal, ClientFacts client);

    /**
     * Tells when a principal may no longer be connected, because its certificate was deactivated, revoked or deleted. AWS
     * leaves live connections alone for a while; Penstock wants them closed.
     *
     * @param listener called on the thread that changed it; must not block
     */
    void onRevoked(Consumer<Principal> listener);

    /**
     * Tells when a certificate has registered itself.
     *
     * @param listener called on a network thread; must not block
     */
    void onRegistered(Consumer<Registered> listener);
}
