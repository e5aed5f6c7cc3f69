package dev.penstock.broker.policy;

/**
 * What policies may ask about a client beside its principal.
 *
 * @param clientId the MQTT client id; empty for HTTP
 * @param sourceIp IPv4 or IPv6 address as text; empty when there is none
 * @param persistentSession whether it asks for a session that outlives the connection
 * @param lastWill whether its CONNECT has a will
 */
public record ClientFacts(String clientId, String sourceIp, boolean persistentSession, boolean lastWill) {

    /** A client that sends a request over HTTP. */
    public static ClientFacts http(String sourceIp) {
        return new ClientFacts("", sourceIp, false, false);
    }
}
