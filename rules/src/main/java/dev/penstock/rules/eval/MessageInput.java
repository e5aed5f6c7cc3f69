package dev.penstock.rules.eval;

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
 */
public record MessageInput(
        String topic,
        Payload payload,
        String clientId,
        long receivedMillis,
        String account,
        String traceId,
        long seed) {}
