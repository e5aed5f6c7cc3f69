package dev.penstock.rules.flow;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets a number of calls run at a time; the others wait for their turn, in order, without a thread. Who waits here holds
 * up its publisher, so the queue is as bounded as the lanes are. Guarded by {@code lock}.
 */
public final class Gate {
    private final Object lock = new Object();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;
    private boolean admitting;

    public Gate(int width) {
        free = width;
    }

    public <T> CompletionStage<T> pass(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (lock) {
            waiting.add(() -> call.get().whenComplete((value, failure) -> {
                leave();
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
            }));
        }
        admit();
        return result;
    }

    private void leave() {
        synchronized (lock) {
            free++;
        }
        admit();
    }

    /** One thread admits at a time, in a loop: a call that completes at once must not recurse into the next. */
    private void admit() {
        while (true) {
            Runnable next;
            synchronized (lock) {
                if (admitting || free == 0 || waiting.isEmpty()) {
                    return;
                }
                admitting = true;
                free--;
                next = waiting.remove();
            }
            next.run();
            synchronized (lock) {
                admitting = false;
            }
        }
    }
}
