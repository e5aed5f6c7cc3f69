package dev.penstock.broker.gateway;

import dev.penstock.broker.Qos2;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which CONNECTs AWS IoT Core refuses, and how. */
final class ConnectCheck {
    private ConnectCheck() {}

    /**
     * Why a CONNECT is refused.
     *
     * @param code for the CONNACK; null when AWS closes the connection without one
     */
    record Problem(@Nullable MqttConnectReturnCode code, String why) {}

    /** Empty when it is accepted. */
    static Optional<Problem> problem(MqttConnectMessage connect, Qos2 qos2) {
        int version = connect.variableHeader().version();
        if (version != MqttVersion.MQTT_3_1_1.protocolLevel() && version != MqttVersion.MQTT_5.protocolLevel()) {
            return refused(
                    MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
                    "MQTT 3.1 is unknown to AWS IoT Core; configure the client for MQTT 3.1.1 or 5");
        }
        boolean isMqtt5 = ConnectRequest.isMqtt5(connect);
        return textProblem(connect, isMqtt5)
                .or(() -> identifierProblem(connect, isMqtt5))
                .or(() -> isMqtt5 ? propertyProblem(connect.variableHeader().properties()) : Optional.empty())
                .or(() -> LastWill.of(connect, qos2).flatMap(will -> willProblem(will, isMqtt5)));
    }

    private static Optional<Problem> textProblem(MqttConnectMessage connect, boolean isMqtt5) {
        boolean isIllFormed = Stream.of(
                        connect.payload().clientIdentifier(),
                        connect.payload().userName(),
                        connect.payload().willTopic())
                .anyMatch(text -> text != null && BrokerLimits.isIllFormed(text));
        return isIllFormed
                ? Optional.of(new Problem(
                        isMqtt5 ? MqttConnectReturnCode.CONNECTION_REFUSED_MALFORMED_PACKET : null,
                        "its client id, user name or will topic contains U+0000"))
                : Optional.empty();
    }

    private static Optional<Problem> identifierProblem(MqttConnectMessage connect, boolean isMqtt5) {
        String clientId = ConnectRequest.clientId(connect);
        MqttConnectReturnCode code = isMqtt5
                ? MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID
                : MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
        if (clientId.isEmpty()) {
            return isMqtt5 || connect.variableHeader().isCleanSession()
                    ? Optional.empty()
                    : refused(code, "a persistent session needs a client id");
        }
        if (clientId.startsWith("$") && !(isMqtt5 && GeneratedId.is(clientId))) {
            return refused(code, "client ids that begin with $ are reserved");
        }
        return BrokerLimits.isLonger(clientId, BrokerLimits.MAX_CLIENT_ID_BYTES)
                ? refused(code, "a client id has at most %d bytes".formatted(BrokerLimits.MAX_CLIENT_ID_BYTES))
                : Optional.empty();
    }

    private static Optional<Problem> propertyProblem(MqttProperties properties) {
        if (ReceivedProperties.has(properties, MqttPropertyType.AUTHENTICATION_METHOD)) {
            return refused(
                    MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
                    "AWS IoT Core does not support enhanced authentication (AUTH)");
        }
        for (MqttPropertyType type :
                new MqttPropertyType[] {MqttPropertyType.RECEIVE_MAXIMUM, MqttPropertyType.MAXIMUM_PACKET_SIZE}) {
            Long value = ReceivedProperties.number(properties, type);
            if (value != null && value == 0) {
                return refused(
                        MqttConnectReturnCode.CONNECTION_REFUSED_PROTOCOL_ERROR, "%s must not be 0".formatted(type));
            }
        }
        Long largest = ReceivedProperties.number(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE);
        return largest != null && largest < Answers.SHORTEST_CONNACK_BYTES
                ? Optional.of(new Problem(
                        null,
                        "it takes packets of at most %d bytes, CONNACK has %d"
                                .formatted(largest, Answers.SHORTEST_CONNACK_BYTES)))
                : Optional.empty();
    }

    private static Optional<Problem> willProblem(LastWill will, boolean isMqtt5) {
        return will.problem()
                .map(why -> new Problem(
                        !isMqtt5
                                ? null
                                : will.qos() > 1
                                        ? MqttConnectReturnCode.CONNECTION_REFUSED_QOS_NOT_SUPPORTED
                                        : will.isTooLong()
                                                ? MqttConnectReturnCode.CONNECTION_REFUSED_PACKET_TOO_LARGE
                                                : MqttConnectReturnCode.CONNECTION_REFUSED_TOPIC_NAME_INVALID,
                        why));
    }

    private static Optional<Problem> refused(MqttConnectReturnCode code, String why) {
        return Optional.of(new Problem(code, why));
    }
}
