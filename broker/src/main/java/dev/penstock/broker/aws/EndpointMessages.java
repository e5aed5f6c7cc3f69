package dev.penstock.broker.aws;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Messages as the client has them and as Penstock has them. */
final class EndpointMessages {
    /** MQTT does not tell who published what is delivered. */
    private static final String NO_CLIENT = "N/A";

    private EndpointMessages() {}

    static PublishedMessage received(Mqtt5Publish publish, String id, Instant now) {
        return new PublishedMessage(
                id,
                publish.getTopic().toString(),
                Bytes.wrap(publish.getPayloadAsBytes()),
                publish.getQos().getCode(),
                publish.isRetain(),
                NO_CLIENT,
                now,
                "",
                "",
                properties(publish));
    }

    private static MessageProperties properties(Mqtt5Publish publish) {
        List<UserProperty> pairs = publish.getUserProperties().asList().stream()
                .map(pair -> new UserProperty(
                        pair.getName().toString(), pair.getValue().toString()))
                .toList();
        return new MessageProperties(
                publish.getContentType().map(Object::toString).orElse(null),
                publish.getResponseTopic().map(Object::toString).orElse(null),
                publish.getCorrelationData().map(Bytes::copyOf).orElse(null),
                publish.getPayloadFormatIndicator()
                        .filter(Mqtt5PayloadFormatIndicator.UTF_8::equals)
                        .isPresent(),
                pairs,
                publish.getMessageExpiryInterval().isPresent()
                        ? Duration.ofSeconds(publish.getMessageExpiryInterval().getAsLong())
                        : null);
    }

    /** @throws IllegalArgumentException when it has no MQTT form, for example for its topic */
    static Mqtt5Publish sent(String topic, Bytes payload, int qos, MessageProperties properties) {
        Bytes correlation = properties.correlationData();
        Duration expiry = properties.expiry();
        var publish = Mqtt5Publish.builder()
                .topic(topic)
                .qos(qos == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
                .payload(payload.shared())
                .contentType(properties.contentType())
                .responseTopic(properties.responseTopic())
                .correlationData(correlation == null ? null : correlation.shared())
                .payloadFormatIndicator(properties.isUtf8() ? Mqtt5PayloadFormatIndicator.UTF_8 : null)
                .userProperties(Mqtt5UserProperties.of(properties.userProperties().stream()
                        .map(pair -> Mqtt5UserProperty.of(pair.name(), pair.value()))
                        .toList()));
        return (expiry == null ? publish : publish.messageExpiryInterval(expiry.toSeconds())).build();
    }
}
