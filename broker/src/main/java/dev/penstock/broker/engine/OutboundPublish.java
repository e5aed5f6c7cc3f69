package dev.penstock.broker.engine;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a delivery as the packet that its subscriber gets. A client of MQTT 3.1.1 gets the bare payload. */
final class OutboundPublish {
    private static final int STRING_OVERHEAD = 3;
    private static final int PAIR_OVERHEAD = 5;
    private static final int FLAG_BYTES = 2;
    private static final int EXPIRY_BYTES = 5;
    private static final Duration SECOND_BUT_A_NANO = Duration.ofNanos(999_999_999);

    private OutboundPublish() {}

    static MqttPublishMessage of(Delivery delivery, int packetId, boolean isMqtt5, Instant now) {
        PublishedMessage message = delivery.message();
        MqttFixedHeader fixed = new MqttFixedHeader(
                MqttMessageType.PUBLISH, false, MqttQoS.valueOf(delivery.qos()), delivery.retain(), 0);
        MqttProperties properties = isMqtt5 ? properties(message, now) : MqttProperties.NO_PROPERTIES;
        Bytes payload = message.payload();
        return new MqttPublishMessage(
                fixed,
                new MqttPublishVariableHeader(message.topic(), packetId, properties),
                Unpooled.wrappedBuffer(payload.array(), payload.offset(), payload.length()));
    }

    private static MqttProperties properties(PublishedMessage message, Instant now) {
        MessageProperties given = message.properties();
        if (given.equals(MessageProperties.EMPTY)) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        if (given.isUtf8()) {
            properties.add(new IntegerProperty(MqttPropertyType.PAYLOAD_FORMAT_INDICATOR.value(), 1));
        }
        Duration expiry = given.expiry();
        if (expiry != null) {
            Duration left = expiry.minus(Duration.between(message.receivedAt(), now));
            properties.add(new IntegerProperty(
                    MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value(), Math.toIntExact(startedSeconds(left))));
        }
        text(given.contentType(), MqttPropertyType.CONTENT_TYPE).ifPresent(properties::add);
        text(given.responseTopic(), MqttPropertyType.RESPONSE_TOPIC).ifPresent(properties::add);
        if (given.correlationData() != null) {
            properties.add(new BinaryProperty(
                    MqttPropertyType.CORRELATION_DATA.value(),
                    given.correlationData().toArray()));
        }
        if (!given.userProperties().isEmpty()) {
            UserProperties pairs = new UserProperties();
            given.userProperties().forEach(pair -> pairs.add(pair.name(), pair.value()));
            properties.add(pairs);
        }
        return properties;
    }

    /** Rounded up: what is forwarded at once keeps its expiry, and what is not expired never says 0. */
    private static long startedSeconds(Duration left) {
        return left.plus(SECOND_BUT_A_NANO).toSeconds();
    }

    private static Optional<StringProperty> text(@Nullable String value, MqttPropertyType type) {
        return Optional.ofNullable(value).map(text -> new StringProperty(type.value(), text));
    }

    /** Exact length of the packet for a client of MQTT 5. */
    static long bytes(Delivery delivery) {
        PublishedMessage message = delivery.message();
        long properties = propertyBytes(message.properties());
        long remaining = 2
                + utf8(message.topic())
                + (delivery.qos() > 0 ? 2 : 0)
                + lengthBytes(properties)
                + properties
                + message.payload().length();
        return 1 + lengthBytes(remaining) + remaining;
    }

    private static long propertyBytes(MessageProperties given) {
        if (given.equals(MessageProperties.EMPTY)) {
            return 0;
        }
        long bytes = (given.isUtf8() ? FLAG_BYTES : 0L) + (given.expiry() == null ? 0 : EXPIRY_BYTES);
        bytes += given.contentType() == null ? 0 : STRING_OVERHEAD + utf8(given.contentType());
        bytes += given.responseTopic() == null ? 0 : STRING_OVERHEAD + utf8(given.responseTopic());
        bytes += given.correlationData() == null
                ? 0
                : STRING_OVERHEAD + given.correlationData().length();
        for (MessageProperties.UserProperty pair : given.userProperties()) {
            bytes += PAIR_OVERHEAD + utf8(pair.name()) + utf8(pair.value());
        }
        return bytes;
    }

    /** Bytes of a length as MQTT writes it, seven bits in each. */
    private static int lengthBytes(long length) {
        int bytes = 1;
        for (long rest = length >> 7; rest > 0; rest >>= 7) {
            bytes++;
        }
        return bytes;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
