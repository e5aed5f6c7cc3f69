package dev.penstock.broker.engine;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * What a client and the gateway have settled at CONNECT.
 *
 * @param isMqtt5 a session is never resumed by the other version
 * @param cleanStart whether an earlier session ends
 * @param expiry how long the session outlives its connection; zero ends it with the connection
 * @param keepAliveSeconds as granted
 * @param receiveMaximum QoS 1 messages that the client takes before it must acknowledge one
 * @param maximumPacketBytes longer packets are not sent
 * @param mayReceive asked for the topic of each message before it is sent
 */
public record SessionTerms(
        String clientId,
        boolean isMqtt5,
        boolean cleanStart,
        Duration expiry,
        int keepAliveSeconds,
        int receiveMaximum,
        long maximumPacketBytes,
        Predicate<String> mayReceive) {

    /** As this, with another life after the connection: a DISCONNECT of MQTT 5 may change it. */
    public SessionTerms withExpiry(Duration changed) {
        return new SessionTerms(
                clientId,
                isMqtt5,
                cleanStart,
                changed,
                keepAliveSeconds,
                receiveMaximum,
                maximumPacketBytes,
                mayReceive);
    }

    /** As this, with another judge of what the client may receive. */
    public SessionTerms receiving(Predicate<String> judge) {
        return new SessionTerms(
                clientId, isMqtt5, cleanStart, expiry, keepAliveSeconds, receiveMaximum, maximumPacketBytes, judge);
    }
}
