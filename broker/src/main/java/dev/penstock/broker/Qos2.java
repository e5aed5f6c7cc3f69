package dev.penstock.broker;

/**
 * What becomes of QoS 2, which AWS IoT Core does not know: the setting {@code broker.qos2}. What AWS does to a client that
 * uses it is told differently by its guide and its users.
 */
public enum Qos2 {
    /** A PUBLISH, SUBSCRIBE or will with QoS 2 ends the connection; MQTT 5 is told why. The default. */
    CLOSE,
    /** A PUBLISH or SUBSCRIBE with QoS 2 is not answered and has no effect; a will with it ends the connection. */
    IGNORE,
    /**
     * A PUBLISH with QoS 2 is taken exactly once and delivered with QoS 1, a SUBSCRIBE is granted QoS 1, a will goes out with
     * QoS 1: for clients that cannot be changed. AWS IoT Core would not take them.
     */
    DOWNGRADE
}
