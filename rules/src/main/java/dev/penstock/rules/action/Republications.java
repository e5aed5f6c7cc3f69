package dev.penstock.rules.action;

import dev.penstock.rules.flow.Gate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The messages that rules are republishing at this moment, so that a republished message is known again when the broker
 * hands it to the rules. Each goes out under a client id of its own that begins with {@code $}, which no device may use.
 * That has two effects: rules see how deep a chain is, and the message queues behind nobody, not even behind the one
 * that waits for it.
 */
public final class Republications {
    /**
     * How many messages of clients may be in republication at a time. Times the depth of a chain it stays below what the
     * broker takes from inside (10,000), so that a burst waits here and is not refused there.
     */
    private static final int WIDTH = 1_000;

    private static final String PREFIX = "$republish/";

    private final Map<String, Integer> depths = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final Gate gate = new Gate(WIDTH);

    /** Whether a client id is one of a republished message. */
    public static boolean isRepublisher(String clientId) {
        return clientId.startsWith(PREFIX);
    }

    /** How many republish actions a message came through; 0 for one that a client published. */
    public int depthOf(String clientId) {
        return isRepublisher(clientId) ? depths.getOrDefault(clientId, 1) : 0;
    }

    /**
     * Publishes when there is room. Only the first link of a chain waits: the further ones would wait for themselves.
     *
     * @param depth how many republish actions the message came through before this one
     */
    CompletionStage<Void> publish(String ruleName, int depth, Function<String, CompletionStage<Void>> publishAs) {
        Supplier<CompletionStage<Void>> publish = () -> {
            String clientId = begin(ruleName, depth + 1);
            return started(publishAs, clientId).whenComplete((done, failure) -> end(clientId));
        };
        return depth == 0 ? gate.pass(publish) : publish.get();
    }

    private static CompletionStage<Void> started(Function<String, CompletionStage<Void>> publishAs, String clientId) {
        try {
            return publishAs.apply(clientId);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Begins a republication; the answer is the client id to publish under. */
    private String begin(String ruleName, int depth) {
        String clientId = PREFIX + ruleName + "/" + next.incrementAndGet();
        depths.put(clientId, depth);
        return clientId;
    }

    private void end(String clientId) {
        depths.remove(clientId);
    }
}
