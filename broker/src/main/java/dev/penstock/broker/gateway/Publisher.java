package dev.penstock.broker.gateway;

/**
 * Who publishes.
 *
 * @param sourceIp address as text; empty when there is none
 * @param principal who it proved to be; empty when it proved nothing
 */
record Publisher(String clientId, String sourceIp, String principal) {
    private static final String NOTHING = "";

    /** Somebody inside this JVM. */
    static Publisher inside(String clientId) {
        return new Publisher(clientId, NOTHING, NOTHING);
    }
}
