package dev.penstock.broker;

import dev.penstock.platform.data.Bytes;
import java.time.Duration;
import java.time.Instant;

/**
 * One message that a client published, on its way to rules and subscribers.
 *
 * @param id identifies the message in explanations and logs, unique within the pipeline, for example {@code 00000017}
 * @param topic topic name without wildcards
 * @param payload bytes as published, at most 128 KB
 * @param qos 0 or 1
 * @param retain whether the RETAIN flag was set
 * @param clientId the publisher; {@code N/A} when a message came in over HTTP or from a rule
 * @param receivedAt when the broker read it, by the pipeline's clock
 * @param sourceIp the publisher's IPv4 or IPv6 address as text; empty when there is none, as for a rule
 * @param principal who the publisher proved to be, for example the id of its certificate; empty when it proved nothing
 */
public record PublishedMessage(
        String id,
        String topic,
        Bytes payload,
        int qos,
        boolean retain,
        String clientId,
        Instant receivedAt,
        String sourceIp,
        String principal,
        MessageProperties properties) {

    /** A message of which nothing is known about the publisher but its client id. */
    public PublishedMessage(
            String id, String topic, Bytes payload, int qos, boolean retain, String clientId, Instant receivedAt) {
        this(id, topic, payload, qos, retain, clientId, receivedAt, "", "", MessageProperties.EMPTY);
    }

    /** About how many bytes it takes, for bounds of queues: its payload, and its properties, which can be as long. */
    public int weight() {
        return payload.length() + properties.weight();
    }

    /** Whether it is too old to be delivered, by its message expiry. */
    public boolean isExpired(Instant now) {
        Duration expiry = properties.expiry();
        return expiry != null && !now.isBefore(receivedAt.plus(expiry));
    }
}
