package dev.penstock.rules.http;

import dev.penstock.platform.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together that go to the same place. Messages of one client come one after the other, so those of a batch
 * are of different clients. What waits here is in the bounded queue of its action. Guarded by {@code lock}.
 */
public final class Batches<M> {
    private final Object lock = new Object();
    private final Time time;
    private final BatchLimits limits;
    private final Function<List<M>, CompletableFuture<HttpAnswer>> send;
    private final Map<String, Open<M>> open = new HashMap<>();

    /** A batch that takes further messages. */
    private static final class Open<M> {
        private final List<M> messages = new ArrayList<>();
        private final CompletableFuture<Sent> sent = new CompletableFuture<>();
        private int bytes;
        private Time.@Nullable Timer timer;
    }

    /**
     * A batch and its answer.
     *
     * @param messages how many it had
     */
    public record Sent(HttpAnswer answer, int messages) {}

    /** @param send must not throw */
    public Batches(Time time, BatchLimits limits, Function<List<M>, CompletableFuture<HttpAnswer>> send) {
        this.time = time;
        this.limits = limits;
        this.send = send;
    }

    /**
     * Adds a message.
     *
     * @param place messages of the same place go together
     * @return the fate of the batch that it is in
     */
    public CompletableFuture<Sent> add(String place, M message, int bytes) {
        List<Open<M>> full = new ArrayList<>(2);
        CompletableFuture<Sent> sent;
        synchronized (lock) {
            Open<M> batch = open.get(place);
            if (batch != null && batch.bytes + bytes > limits.bytes()) {
                open.remove(place);
                full.add(batch);
                batch = null;
            }
            if (batch == null) {
                batch = opened(place);
            }
            batch.messages.add(message);
            batch.bytes += bytes;
            sent = batch.sent;
            if (batch.messages.size() >= limits.messages() || batch.bytes >= limits.bytes()) {
                open.remove(place);
                full.add(batch);
            }
        }
        full.forEach(this::dispatch);
        return sent;
    }

    private Open<M> opened(String place) {
        Open<M> batch = new Open<>();
        open.put(place, batch);
        batch.timer = time.schedule(limits.openFor(), () -> timeout(place, batch));
        return batch;
    }

    private void timeout(String place, Open<M> batch) {
        synchronized (lock) {
            if (!open.remove(place, batch)) {
                return;
            }
        }
        dispatch(batch);
    }

    private void dispatch(Open<M> batch) {
        if (batch.timer != null) {
            batch.timer.cancel();
        }
        int count = batch.messages.size();
        send.apply(batch.messages).whenComplete((answer, failure) -> {
            if (failure == null) {
                batch.sent.complete(new Sent(answer, count));
            } else {
                batch.sent.completeExceptionally(failure);
            }
        });
    }
}
