package dev.penstock.rules.action;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages that rules are republishing at this moment, so that a republished message is known again when the broker
 * hands it to the rules. Each goes out under a client id of its own that begins with {@code $}, which no device may use.
 * That has two effects: rules see how deep a chain is, and the message queues behind nobody, not even behind the one
 * that waits for it.
 */
public final class Republications {
    private static final String PREFIX = "$republish/";

    private final Map<String, Integer> depths = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();

    /** Whether a client id is one of a republished message. */
    public static boolean isRepublisher(String clientId) {
        return clientId.startsWith(PREFIX);
    }

    /** How many republish actions a message came through; 0 for one that a client published. */
    public int depthOf(String clientId) {
        return isRepublisher(clientId) ? depths.getOrDefault(clientId, 1) : 0;
    }

    /** Begins a republication; the answer is the client id to publish under. */
    String begin(String ruleName, int depth) {
        String clientId = PREFIX + ruleName + "/" + next.incrementAndGet();
        depths.put(clientId, depth);
        return clientId;
    }

    void end(String clientId) {
        depths.remove(clientId);
    }
}
