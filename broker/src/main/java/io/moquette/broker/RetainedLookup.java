package io.moquette.broker;

import dev.penstock.broker.PublishedMessage;
import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/**
 * Shows the gateway's retained messages to Moquette, which sends them after the SUBACK. Only a filter that equals the
 * topic finds one; a wildcard filter never does. Source: AWS IoT Core developer guide, MQTT retained messages.
 */
@NullMarked
final class RetainedLookup implements IRetainedRepository {
    private final Function<String, Optional<PublishedMessage>> retained;

    RetainedLookup(Function<String, Optional<PublishedMessage>> retained) {
        this.retained = retained;
    }

    @Override
    public Collection<RetainedMessage> retainedOnTopic(String filter) {
        return retained.apply(filter)
                .map(RetainedLookup::toMoquette)
                .map(List::of)
                .orElse(List.of());
    }

    private static RetainedMessage toMoquette(PublishedMessage message) {
        return new RetainedMessage(
                new Topic(message.topic()),
                MqttQoS.valueOf(message.qos()),
                message.payload().shared(),
                new MqttProperties.MqttProperty<?>[0]);
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Collection<RetainedMessage> listExpirable() {
        return List.of();
    }

    /** Never called: publishes do not pass through Moquette. */
    @Override
    public void cleanRetained(Topic topic) {}

    /** Never called: publishes do not pass through Moquette. */
    @Override
    public void retain(Topic topic, MqttPublishMessage message) {}

    /** Never called: publishes do not pass through Moquette. */
    @Override
    public void retain(Topic topic, MqttPublishMessage message, Instant expiry) {}
}
