package dev.penstock.broker.engine;

import dev.penstock.broker.PublishedMessage;

/**
 * A message on its way to one subscriber.
 *
 * @param qos 0 or 1, the lower of the publish and the subscription
 * @param retain the RETAIN flag that the subscriber sees
 * @param group the shared subscription it goes through; empty when it is none
 */
public record Delivery(PublishedMessage message, int qos, boolean retain, String group) {
    static final String NO_GROUP = "";

    /** A delivery to a subscriber in its own right. */
    public Delivery(PublishedMessage message, int qos, boolean retain) {
        this(message, qos, retain, NO_GROUP);
    }

    int bytes() {
        return message.weight();
    }
}
