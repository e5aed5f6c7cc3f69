package dev.penstock.broker.engine;

import io.moquette.broker.ISubscriptionsRepository;
import io.moquette.broker.subscriptions.ShareName;
import io.moquette.broker.subscriptions.SharedSubscription;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.SubscriptionIdentifier;
import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Stores nothing: subscriptions live in the tree, and nothing outlives the process. */
final class NoSubscriptionStore implements ISubscriptionsRepository {

    @Override
    public Set<Subscription> listAllSubscriptions() {
        return Set.of();
    }

    @Override
    public void addNewSubscription(Subscription subscription) {}

    @Override
    public void removeSubscription(String topic, String clientId) {}

    @Override
    public void removeAllSharedSubscriptions(String clientId) {}

    @Override
    public void removeSharedSubscription(String clientId, ShareName share, Topic filter) {}

    @Override
    public void addNewSharedSubscription(
            String clientId, ShareName share, Topic filter, MqttSubscriptionOption option) {}

    @Override
    public void addNewSharedSubscription(
            String clientId,
            ShareName share,
            Topic filter,
            MqttSubscriptionOption option,
            SubscriptionIdentifier identifier) {}

    @Override
    public Collection<SharedSubscription> listAllSharedSubscription() {
        return List.of();
    }
}
