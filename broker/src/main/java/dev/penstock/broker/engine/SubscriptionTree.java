package dev.penstock.broker.engine;

import io.moquette.broker.subscriptions.CTrieSubscriptionDirectory;
import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who subscribes to what: Moquette's tree of filters. A shared subscription is in it once, under its whole filter in
 * place of a client id, whatever the number of its members; those are kept here, because Moquette draws a member without
 * asking whether it is there. Lookups are safe on any thread; changes of shared subscriptions are guarded by {@code lock}.
 */
public final class SubscriptionTree {
    private static final MqttSubscriptionOption ANY = MqttSubscriptionOption.onlyFromQos(MqttQoS.AT_LEAST_ONCE);

    private final Object lock = new Object();
    private final ISubscriptionsDirectory directory = new CTrieSubscriptionDirectory();
    private final Map<String, List<String>> groups = new ConcurrentHashMap<>();

    public SubscriptionTree() {
        directory.init(new NoSubscriptionStore());
    }

    /** For the parts of Moquette that want it; nothing else may change it. */
    public ISubscriptionsDirectory directory() {
        return directory;
    }

    /** Adds a subscription that is not there yet. */
    public void add(String clientId, String filter) {
        if (!SharedFilter.isShared(filter)) {
            directory.add(clientId, new Topic(filter), ANY);
            return;
        }
        synchronized (lock) {
            List<String> members = groups.get(filter);
            if (members == null) {
                groups.put(filter, new CopyOnWriteArrayList<>(List.of(clientId)));
                directory.add(filter, new Topic(SharedFilter.of(filter).filter()), ANY);
            } else {
                members.add(clientId);
            }
        }
    }

    /** Takes a subscription out that is there. */
    public void remove(String clientId, String filter) {
        if (!SharedFilter.isShared(filter)) {
            directory.removeSubscription(new Topic(filter), clientId);
            return;
        }
        synchronized (lock) {
            List<String> members = groups.get(filter);
            if (members != null && members.remove(clientId) && members.isEmpty()) {
                groups.remove(filter);
                directory.removeSubscription(new Topic(SharedFilter.of(filter).filter()), filter);
            }
        }
    }

    /** All filters that match by the rules of MQTT, each with its client id or shared filter. */
    List<Subscription> matching(String topic) {
        return directory.matchWithoutQosSharpening(new Topic(topic));
    }

    /** Client ids of a shared subscription. */
    List<String> members(String sharedFilter) {
        return groups.getOrDefault(sharedFilter, List.of());
    }
}
