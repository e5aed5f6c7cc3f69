package dev.penstock.broker.service;

import dev.penstock.platform.data.Bytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How services publish. Never blocks; on any thread. */
public interface ServicePublisher {

    /**
     * Publishes with QoS 1 to rules and to subscribers.
     *
     * @param topic usually one that clients cannot publish to
     * @return completes when rules have accepted it and it is with the sessions of its subscribers
     */
    CompletionStage<?> publish(String topic, Bytes payload);

    /**
     * Sends a message to one client, subscribed or not, and to nobody else: no other client and no rule sees it. Nothing
     * happens when that client is not there.
     *
     * @param qos 0 or 1
     */
    CompletionStage<?> send(String clientId, String topic, Bytes payload, int qos);

    /** Nothing to wait for. */
    static CompletionStage<?> nothing() {
        return CompletableFuture.completedStage(null);
    }
}
