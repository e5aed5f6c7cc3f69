package dev.penstock.rules.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one action has accepted and not finished. Messages of one client run in order and one at a time,
 * those of different clients at the same time. When it is full, {@link #offer} says so and calls back when there is room:
 * so a slow action holds its publishers and nobody else.
 *
 * <p>Republished messages enter a full queue too. They hang on a message that holds a place somewhere, at most
 * {@code RepublishAction.MAX_DEPTH} deep, and might otherwise wait for the very message that waits for them.
 *
 * <p>Guarded by {@code lock}.
 */
final class ActionQueue {
    private final Object lock = new Object();
    private final int capacity;
    /** For each client that has any: those behind the one that is running. */
    private final Map<String, Queue<ActionRun>> clients = new HashMap<>();

    private final Queue<Runnable> producers = new ArrayDeque<>();
    private final PendingActions pending;
    private int size;

    /** @param pending counts the messages in all queues */
    ActionQueue(int capacity, PendingActions pending) {
        this.capacity = capacity;
        this.pending = pending;
    }

    /**
     * Takes a message, and runs it when the earlier ones of its client are done.
     *
     * @param whenRoom called, from any thread, when it is worth offering again
     * @return whether it was taken
     */
    boolean offer(ActionRun run, Runnable whenRoom) {
        synchronized (lock) {
            if (size >= capacity && run.mayWait()) {
                producers.add(whenRoom);
                return false;
            }
            size++;
            pending.begin();
            Queue<ActionRun> behind = clients.get(run.clientId());
            if (behind != null) {
                behind.add(run);
                return true;
            }
            clients.put(run.clientId(), new ArrayDeque<>(1));
        }
        work(run);
        return true;
    }

    /** Messages that are waiting or running. */
    int size() {
        synchronized (lock) {
            return size;
        }
    }

    /** Runs a message and those of its client behind it, until one has to wait: a loop, because most end at once. */
    private void work(ActionRun first) {
        ActionRun run = first;
        while (run != null) {
            CompletableFuture<Void> running = run.start();
            if (!running.isDone()) {
                ActionRun open = run;
                running.whenComplete((done, impossible) -> {
                    ActionRun next = finished(open);
                    if (next != null) {
                        work(next);
                    }
                });
                return;
            }
            run = finished(run);
        }
    }

    private @Nullable ActionRun finished(ActionRun run) {
        List<Runnable> resumed = new ArrayList<>(1);
        ActionRun next;
        synchronized (lock) {
            size--;
            Queue<ActionRun> behind = clients.get(run.clientId());
            next = behind == null ? null : behind.poll();
            if (next == null) {
                clients.remove(run.clientId());
            }
            if (size < capacity && !producers.isEmpty()) {
                resumed.add(producers.remove());
            }
        }
        resumed.forEach(Runnable::run);
        pending.end();
        return next;
    }
}
