package dev.penstock.rules.eval;

import dev.penstock.broker.MessageProperties;

/**
 * One message as rules see it. With the same input an evaluation always gives the same result: the clock and the source
 * of randomness are part of it.
 *
 * @param topic what {@code topic()} says; without the prefix of Basic Ingest
 * @param clientId {@code n/a} when the message did not come over MQTT
 * @param receivedMillis what {@code timestamp()} says
 * @param account 12 digits
 * @param traceId a UUID
 * @param seed decides {@code rand()} and {@code newuuid()}
 * @param principal what {@code principal()} says; empty when there is none
 * @param sourceIp what {@code sourceip()} says; empty when there is none
 * @param overMqtt whether the message came over MQTT
 */
public record MessageInput(
        String topic,
        Payload payload,
        String clientId,
        long receivedMillis,
        String account,
        String traceId,
        long seed,
        String principal,
        String sourceIp,
        boolean overMqtt,
        MessageProperties properties) {
    private static final String NOT_MQTT = "n/a";

    /** A message of which nothing is known about the publisher but its client id. */
    public MessageInput(
            String topic,
            Payload payload,
            String clientId,
            long receivedMillis,
            String account,
            String traceId,
            long seed) {
        this(
                topic,
                payload,
                clientId,
                receivedMillis,
                account,
                traceId,
                seed,
                "",
                "",
                !clientId.equals(NOT_MQTT),
                MessageProperties.EMPTY);
    }
}
