package dev.penstock.broker.policy;

/**
 * What policies may ask about a client beside its principal.
 *
 * @param clientId the MQTT client id; empty for HTTP
 * @param sourceIp IPv4 or IPv6 address as text; empty when there is none
 * @param persistentSession whether it asks for a session that outlives the connection
 * @param lastWill whether its CONNECT has a will
 * @param domainName the host that it named in its TLS handshake; empty when it named none
 */
public record ClientFacts(
        String clientId, String sourceIp, boolean persistentSession, boolean lastWill, String domainName) {

    /** A client that named no host. */
    public ClientFacts(String clientId, String sourceIp, boolean persistentSession, boolean lastWill) {
        this(clientId, sourceIp, persistentSession, lastWill, "");
    }

    /** A client that sends a request over HTTP. */
    public static ClientFacts http(String sourceIp, String domainName) {
        return new ClientFacts("", sourceIp, false, false, domainName);
    }
}
