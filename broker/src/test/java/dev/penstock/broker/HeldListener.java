package dev.penstock.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener under a test's control: it remembers all messages, and accepts them at once or when told to. */
final class HeldListener implements PublishListener {
    final List<PublishedMessage> messages = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private final Map<String, CompletableFuture<Void>> held = new LinkedHashMap<>();
    private boolean holding;
    private boolean failing;

    @Override
    public CompletionStage<Void> accept(PublishedMessage message) {
        synchronized (lock) {
            CompletableFuture<Void> accepted = new CompletableFuture<>();
            if (holding && !failing) {
                held.put(message.payload().utf8(), accepted);
            }
            messages.add(message); // last: who sees it here may accept it
            if (failing) {
                throw new IllegalStateException("told to fail");
            }
            if (!holding) {
                accepted.complete(null);
            }
            return accepted;
        }
    }

    /** Accepts nothing from now on until {@link #accept(String)} or {@link #acceptAll}. */
    void hold() {
        synchronized (lock) {
            holding = true;
        }
    }

    void fail(boolean on) {
        synchronized (lock) {
            failing = on;
        }
    }

    void accept(String payload) {
        CompletableFuture<Void> accepted;
        synchronized (lock) {
            accepted = Objects.requireNonNull(held.remove(payload), payload);
        }
        accepted.complete(null);
    }

    void reject(String payload) {
        CompletableFuture<Void> accepted;
        synchronized (lock) {
            accepted = Objects.requireNonNull(held.remove(payload), payload);
        }
        accepted.completeExceptionally(new IllegalStateException("told to reject"));
    }

    void acceptAll() {
        List<CompletableFuture<Void>> all;
        synchronized (lock) {
            holding = false;
            all = new ArrayList<>(held.values());
            held.clear();
        }
        all.forEach(accepted -> accepted.complete(null));
    }

    List<String> payloads() {
        return messages.stream().map(message -> message.payload().utf8()).toList();
    }
}
