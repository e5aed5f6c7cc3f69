package dev.penstock.broker.gateway;

import dev.penstock.broker.policy.Principal;
import io.netty.util.AttributeKey;

/**
 * How a client came in.
 *
 * @param wantsCertificate whether it must have shown a client certificate in TLS
 * @param principal who it has proven to be without one
 */
record Door(boolean wantsCertificate, Principal principal) {
    static final AttributeKey<Door> KEY = AttributeKey.valueOf(Door.class, "door");

    /** Plain MQTT, or an unsigned WebSocket: nothing is proven. */
    static final Door OPEN = new Door(false, Principal.ANONYMOUS);

    /** MQTT by TLS: the certificate tells who it is. */
    static final Door CERTIFICATE = new Door(true, Principal.ANONYMOUS);

    static Door signed(String accessKeyId) {
        return new Door(false, Principal.signed(accessKeyId));
    }
}
