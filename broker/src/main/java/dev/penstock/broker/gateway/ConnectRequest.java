package dev.penstock.broker.gateway;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.engine.Outbox;
import dev.penstock.broker.engine.SessionTerms;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for in CONNECT, and what it gets.
 *
 * @param isGenerated whether the client gave no id and gets one
 * @param requestedExpiry of the session, before the broker's limit
 * @param requestedKeepAlive in seconds, before the broker's limits
 * @param wantsReasons whether refusals may carry a text
 */
record ConnectRequest(
        SessionTerms terms,
        boolean isGenerated,
        Duration requestedExpiry,
        int requestedKeepAlive,
        boolean wantsReasons,
        Optional<LastWill> will) {
    private static final long NO_PACKET_LIMIT = Long.MAX_VALUE;

    /** Reads a CONNECT that {@link ConnectCheck} has let through. */
    static ConnectRequest of(MqttConnectMessage connect, BrokerSettings settings) {
        String given = clientId(connect);
        String clientId = given.isEmpty() ? GeneratedId.next() : given;
        boolean isMqtt5 = isMqtt5(connect);
        boolean clean = connect.variableHeader().isCleanSession();
        MqttProperties properties = connect.variableHeader().properties();
        Duration requested = isMqtt5
                ? Duration.ofSeconds(number(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0))
                : clean ? Duration.ZERO : settings.sessionExpiry();
        int keepAlive = connect.variableHeader().keepAliveTimeSeconds();
        SessionTerms terms = new SessionTerms(
                clientId,
                isMqtt5,
                clean,
                capped(requested, settings),
                BrokerLimits.keepAliveSeconds(keepAlive, settings.minKeepAlive()),
                (int) number(properties, MqttPropertyType.RECEIVE_MAXIMUM, Outbox.WINDOW),
                number(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE, NO_PACKET_LIMIT),
                topic -> true);
        return new ConnectRequest(
                terms,
                given.isEmpty(),
                requested,
                keepAlive,
                number(properties, MqttPropertyType.REQUEST_PROBLEM_INFORMATION, 1) == 1,
                LastWill.of(connect, settings.qos2()));
    }

    /** What a packet tells a client about a refusal; empty when it is not to be told. */
    String reason(String why) {
        boolean fits = terms.maximumPacketBytes() >= Refusal.MAX_PACKET_BYTES;
        return terms.isMqtt5() && wantsReasons && fits ? why : "";
    }

    static Duration capped(Duration expiry, BrokerSettings settings) {
        return expiry.compareTo(settings.sessionExpiry()) > 0 ? settings.sessionExpiry() : expiry;
    }

    static String clientId(MqttConnectMessage connect) {
        return Optional.ofNullable(connect.payload().clientIdentifier()).orElse("");
    }

    static boolean isMqtt5(MqttConnectMessage connect) {
        return connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel();
    }

    private static long number(MqttProperties properties, MqttPropertyType type, long otherwise) {
        Long given = ReceivedProperties.number(properties, type);
        return given == null ? otherwise : given;
    }
}
