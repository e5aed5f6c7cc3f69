package dev.penstock.broker.gateway;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads properties of MQTT 5 packets. */
final class ReceivedProperties {
    /** Source: AWS IoT Core developer guide, MQTT 5 supported features: message expiry is 1 s to 7 days. */
    private static final long MIN_EXPIRY_SECONDS = 1;

    private static final long MAX_EXPIRY_SECONDS = 604_800;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private ReceivedProperties() {}

    /** The properties of a PUBLISH or of a will. */
    static MessageProperties message(MqttProperties given) {
        // isEmpty() of Netty does not see user properties
        if (given.isEmpty() && given.listAll().isEmpty()) {
            return MessageProperties.EMPTY;
        }
        byte[] correlation = bytes(given, MqttPropertyType.CORRELATION_DATA);
        Long expiry = number(given, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL);
        Long format = number(given, MqttPropertyType.PAYLOAD_FORMAT_INDICATOR);
        MessageProperties read = new MessageProperties(
                text(given, MqttPropertyType.CONTENT_TYPE),
                text(given, MqttPropertyType.RESPONSE_TOPIC),
                correlation == null ? null : Bytes.wrap(correlation),
                format != null && format == 1,
                pairs(given),
                expiry == null
                        ? null
                        : Duration.ofSeconds(Math.max(MIN_EXPIRY_SECONDS, Math.min(expiry, MAX_EXPIRY_SECONDS))));
        return read.equals(MessageProperties.EMPTY) ? MessageProperties.EMPTY : read;
    }

    private static List<UserProperty> pairs(MqttProperties given) {
        List<UserProperty> pairs = new ArrayList<>();
        for (MqttProperties.MqttProperty<?> property : given.listAll()) {
            if (property instanceof MqttProperties.UserProperties all) {
                for (StringPair pair : all.value()) {
                    pairs.add(new UserProperty(pair.key, pair.value));
                }
            }
        }
        return pairs;
    }

    /** A number of up to four bytes without sign; null when the property is absent. */
    static @Nullable Long number(MqttProperties given, MqttPropertyType type) {
        return given.getProperty(type.value()) instanceof MqttProperties.IntegerProperty number
                ? number.value() & UNSIGNED
                : null;
    }

    static @Nullable String text(MqttProperties given, MqttPropertyType type) {
        return given.getProperty(type.value()) instanceof MqttProperties.StringProperty text ? text.value() : null;
    }

    private static byte @Nullable [] bytes(MqttProperties given, MqttPropertyType type) {
        return given.getProperty(type.value()) instanceof MqttProperties.BinaryProperty bytes ? bytes.value() : null;
    }

    static boolean has(MqttProperties given, MqttPropertyType type) {
        return given.getProperty(type.value()) != null;
    }
}
