package io.moquette.broker;

import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Retains nothing: retained messages are the gateway's. */
@NullMarked
final class NoRetained implements IRetainedRepository {

    @Override
    public Collection<RetainedMessage> retainedOnTopic(String filter) {
        return List.of();
    }

    @Override
    public boolean isEmpty() {
        return true;
    }

    @Override
    public Collection<RetainedMessage> listExpirable() {
        return List.of();
    }

    @Override
    public void cleanRetained(Topic topic) {}

    @Override
    public void retain(Topic topic, MqttPublishMessage message) {}

    @Override
    public void retain(Topic topic, MqttPublishMessage message, Instant expiry) {}
}
