package dev.penstock.broker.engine;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.time.Time;
import io.moquette.broker.PenstockKernel;
import io.moquette.broker.subscriptions.Subscription;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Sessions by Moquette. What it adds is who gets a message: matching as AWS IoT Core does it, one copy for each client
 * at the highest QoS of its matching subscriptions.
 */
public final class MoquetteEngine implements SessionEngine {
    /** Source: AWS IoT Core developer guide, MQTT persistent sessions: the default of the account quota. */
    private static final Duration SESSION_EXPIRY = Duration.ofHours(1);

    private static final int SESSION_THREADS = 2;
    private static final CompletionStage<?> NOBODY = CompletableFuture.completedStage(null);

    private final PenstockKernel kernel;

    /** @param retained looks up the retained message of a topic */
    public MoquetteEngine(Time time, Function<String, Optional<PublishedMessage>> retained) {
        kernel = new PenstockKernel(time, SESSION_THREADS, SESSION_EXPIRY, retained);
    }

    @Override
    public EngineConnection attach(Channel channel) {
        return kernel.attach(channel);
    }

    @Override
    public CompletionStage<?> route(PublishedMessage message) {
        List<Subscription> matching = kernel.matching(message.topic());
        if (matching.isEmpty()) {
            return NOBODY;
        }
        Map<String, Integer> receivers = new HashMap<>();
        for (Subscription subscription : matching) {
            if (delivers(subscription.getTopicFilter().toString(), message.topic())) {
                int granted = subscription.option().qos().value();
                receivers.merge(subscription.getClientId(), Math.min(granted, message.qos()), Math::max);
            }
        }
        CompletableFuture<?>[] deliveries = receivers.entrySet().stream()
                .map(to -> kernel.deliver(to.getKey(), message, MqttQoS.valueOf(to.getValue()))
                        .exceptionally(failure -> to.getKey()) // logged by the loop; not the publisher's fault
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(deliveries);
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
