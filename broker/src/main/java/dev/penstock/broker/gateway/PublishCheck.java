package dev.penstock.broker.gateway;

import dev.penstock.broker.Qos2;
import dev.penstock.broker.service.ReservedTopics;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which PUBLISHes AWS IoT Core refuses. */
final class PublishCheck {
    private PublishCheck() {}

    /**
     * Empty when the message is taken.
     *
     * @param topic that it is for; null when its topic alias means none
     */
    static Optional<Refusal> problem(MqttPublishMessage packet, @Nullable String topic, Qos2 qos2) {
        if (packet.fixedHeader().qosLevel().value() > 1 && qos2 != Qos2.DOWNGRADE) {
            return refused(
                    Disconnect.QOS_NOT_SUPPORTED,
                    "QoS 2 is not supported by AWS IoT Core; publish with QoS 0 or 1, or see the setting broker.qos2");
        }
        if (topic == null) {
            return refused(
                    Disconnect.TOPIC_ALIAS_INVALID,
                    "its topic alias is not one of 1 to %d, or was not introduced with a topic"
                            .formatted(TopicAliases.MAX));
        }
        if (topic.isEmpty()) {
            return refused(Disconnect.PROTOCOL_ERROR, "its topic is empty and it has no topic alias");
        }
        int bytes = packet.payload().readableBytes();
        if (bytes > BrokerLimits.MAX_PAYLOAD_BYTES) {
            return refused(Disconnect.PACKET_TOO_LARGE, tooLong(bytes));
        }
        if (BrokerLimits.isIllFormed(topic)) {
            return refused(Disconnect.MALFORMED_PACKET, BrokerLimits.ILL_FORMED);
        }
        Optional<String> problem = topicProblem(topic, packet.fixedHeader().isRetain());
        return problem.isPresent()
                ? refused(Disconnect.TOPIC_NAME_INVALID, problem.get())
                : propertyProblem(packet.variableHeader().properties());
    }

    private static Optional<String> topicProblem(String topic, boolean retain) {
        return retain && ReservedTopics.isReserved(topic)
                ? Optional.of("messages to reserved topics cannot be retained")
                : BrokerLimits.topicProblem(topic);
    }

    private static Optional<Refusal> propertyProblem(MqttProperties properties) {
        if (ReceivedProperties.has(properties, MqttPropertyType.SUBSCRIPTION_IDENTIFIER)) {
            return refused(Disconnect.PROTOCOL_ERROR, "a client must not publish with a subscription identifier");
        }
        String response = ReceivedProperties.text(properties, MqttPropertyType.RESPONSE_TOPIC);
        return response != null && (response.indexOf('+') >= 0 || response.indexOf('#') >= 0)
                ? refused(Disconnect.PROTOCOL_ERROR, "its response topic contains wildcards")
                : Optional.empty();
    }

    /** Why a payload of this length is refused. */
    static String tooLong(int bytes) {
        return "%d bytes are too long, AWS IoT Core takes payloads up to %d bytes"
                .formatted(bytes, BrokerLimits.MAX_PAYLOAD_BYTES);
    }

    private static Optional<Refusal> refused(Disconnect code, String why) {
        return Optional.of(new Refusal(code, why));
    }
}
