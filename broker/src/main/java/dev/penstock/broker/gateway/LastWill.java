package dev.penstock.broker.gateway;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.Qos2;
import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.util.Optional;

/**
 * What a client wants published when its connection ends without a DISCONNECT. A will delay of MQTT 5 is not among what
 * AWS IoT Core supports: the will goes out at once.
 */
record LastWill(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {

    static Optional<LastWill> of(MqttConnectMessage connect, Qos2 qos2) {
        if (!connect.variableHeader().isWillFlag()) {
            return Optional.empty();
        }
        int qos = connect.variableHeader().willQos();
        return Optional.of(new LastWill(
                connect.payload().willTopic(),
                Bytes.wrap(connect.payload().willMessageInBytes()),
                qos2 == Qos2.DOWNGRADE ? Math.min(qos, 1) : qos,
                connect.variableHeader().isWillRetain(),
                ReceivedProperties.message(connect.payload().willProperties())));
    }

    boolean isTooLong() {
        return payload.length() > BrokerLimits.MAX_PAYLOAD_BYTES;
    }

    /** Why AWS would not take it; empty when it would. */
    Optional<String> problem() {
        if (qos > 1) {
            return Optional.of("its will has QoS 2, AWS IoT Core knows 0 and 1");
        }
        if (isTooLong()) {
            return Optional.of("its will has %d bytes, at most %d are allowed"
                    .formatted(payload.length(), BrokerLimits.MAX_PAYLOAD_BYTES));
        }
        return BrokerLimits.topicProblem(topic).map(problem -> "its will topic '%s': %s".formatted(topic, problem));
    }
}
