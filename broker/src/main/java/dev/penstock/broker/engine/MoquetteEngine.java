package dev.penstock.broker.engine;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.time.Time;
import io.moquette.broker.PenstockKernel;
import io.moquette.broker.subscriptions.Subscription;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by Moquette. What it adds is who gets a message: matching as AWS IoT Core does it, one copy for each client
 * at the highest QoS of its matching subscriptions, one for each shared subscription.
 */
public final class MoquetteEngine implements SessionEngine {
    private static final int SESSION_THREADS = 2;
    private static final CompletionStage<?> NOBODY = CompletableFuture.completedStage(null);

    private final SubscriptionTree tree = new SubscriptionTree();
    private final PenstockKernel kernel;

    /** @param retained looks up the retained message of a topic */
    public MoquetteEngine(Time time, Function<String, Optional<PublishedMessage>> retained) {
        kernel = new PenstockKernel(time, SESSION_THREADS, tree, retained, this::passOn);
    }

    @Override
    public EngineConnection attach(Channel channel) {
        return kernel.attach(channel);
    }

    @Override
    public CompletionStage<?> route(PublishedMessage message) {
        List<Subscription> matching = tree.matching(message.topic());
        if (matching.isEmpty()) {
            return NOBODY;
        }
        Map<String, Delivery> receivers = new HashMap<>();
        List<CompletableFuture<?>> deliveries = new ArrayList<>(matching.size());
        for (Subscription subscription : matching) {
            String filter = subscription.getTopicFilter().toString();
            if (!delivers(filter, message.topic())) {
                continue;
            }
            if (SharedFilter.isShared(subscription.getClientId())) {
                deliverToMember(subscription.getClientId(), message).ifPresent(deliveries::add);
            } else {
                addReceiver(subscription.getClientId(), filter, message, receivers);
            }
        }
        receivers.forEach((clientId, delivery) -> deliveries.add(deliver(clientId, delivery)));
        return deliveries.size() == 1
                ? deliveries.get(0)
                : CompletableFuture.allOf(deliveries.toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> deliver(String clientId, Delivery delivery) {
        return kernel.deliver(clientId, delivery)
                .exceptionally(failure -> clientId) // logged by the loop; not the publisher's fault
                .toCompletableFuture();
    }

    private void addReceiver(
            String clientId, String filter, PublishedMessage message, Map<String, Delivery> receivers) {
        Interest interest = kernel.interest(clientId, filter);
        if (interest == null || (interest.option().isNoLocal() && clientId.equals(message.clientId()))) {
            return;
        }
        boolean retain = message.retain() && interest.option().isRetainAsPublished();
        int qos = Math.min(interest.option().qos().value(), message.qos());
        receivers.merge(
                clientId,
                new Delivery(message, qos, retain),
                (one, other) ->
                        new Delivery(message, Math.max(one.qos(), other.qos()), one.retain() || other.retain()));
    }

    /** A copy through a shared subscription is one more, even for a client that subscribes by itself as well. */
    private Optional<CompletableFuture<?>> deliverToMember(String shared, PublishedMessage message) {
        String member = choose(shared);
        if (member == null) {
            return Optional.empty();
        }
        Interest interest = kernel.interest(member, shared);
        int granted = interest == null ? 0 : interest.option().qos().value();
        return Optional.of(deliver(member, new Delivery(message, Math.min(granted, message.qos()), false, shared)));
    }

    /** Any member that is there; when none is, any that will come back. Null when the last one has left. */
    private @Nullable String choose(String shared) {
        List<String> members = tree.members(shared);
        List<String> there = members.stream().filter(kernel::isOnline).toList();
        List<String> candidates = there.isEmpty() ? members.stream().toList() : there;
        return candidates.isEmpty()
                ? null
                : candidates.get(ThreadLocalRandom.current().nextInt(candidates.size()));
    }

    /** A member has gone with messages that it did not acknowledge: the others get them, with the QoS of their own. */
    private void passOn(List<Delivery> orphans) {
        orphans.forEach(orphan -> deliverToMember(orphan.group(), orphan.message()));
    }

    @Override
    public CompletionStage<?> send(String clientId, PublishedMessage message) {
        return deliver(clientId, new Delivery(message, message.qos(), false));
    }

    @Override
    public boolean hasSession(String clientId) {
        return kernel.hasSession(clientId);
    }

    @Override
    public CompletionStage<?> forget(String clientId) {
        return kernel.forget(clientId).exceptionally(failure -> clientId); // logged by the loop
    }

    /**
     * Narrows the matching of the MQTT specification to that of AWS: {@code a/#} does not match {@code a}, and a filter
     * that begins with a wildcard matches no topic that begins with {@code $}. Source: AWS IoT Core developer guide, MQTT
     * topics, topic filters.
     */
    static boolean delivers(String filter, String topic) {
        if (topic.charAt(0) == '$' && (filter.charAt(0) == '#' || filter.charAt(0) == '+')) {
            return false;
        }
        return !filter.endsWith("/#") || slashes(topic) >= slashes(filter);
    }

    private static int slashes(String text) {
        int count = 0;
        for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        kernel.close();
    }
}
