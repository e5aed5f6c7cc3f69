package dev.penstock.broker.gateway;

import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import org.jspecify.annotations.Nullable;

/** The short names that a client has given to topics on one connection. Confined to the channel's loop. */
final class TopicAliases {
    /** Source: AWS IoT Core developer guide, MQTT 5 supported features. */
    static final int MAX = 8;

    private @Nullable String @Nullable [] topics;

    /** The topic that a PUBLISH means; null when its alias is none, or was not introduced. */
    @Nullable
    String topicOf(MqttPublishVariableHeader header) {
        Long alias = ReceivedProperties.number(header.properties(), MqttPropertyType.TOPIC_ALIAS);
        if (alias == null) {
            return header.topicName();
        }
        if (alias < 1 || alias > MAX) {
            return null;
        }
        if (topics == null) {
            topics = new String[MAX + 1];
        }
        if (!header.topicName().isEmpty()) {
            topics[alias.intValue()] = header.topicName();
        }
        return topics[alias.intValue()];
    }
}
