package dev.penstock.functions.source;

import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for all shards of all mappings: a shard is a task that runs when it was woken, one thread at a time, and
 * never blocks. A task counts as in flight from when it is woken until it has run without being woken again. Each waits
 * at most once, so the queue is as long as there are shards. Threads are started with the first task.
 */
final class Workers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    private final BlockingQueue<Task> ready = new LinkedBlockingQueue<>();
    private final ThreadFactory threads = Threads.factory("functions-mapping");
    private final InFlight.Gauge gauge;
    private final Thread[] running;
    private boolean started;
    private volatile boolean closed;

    Workers(Time time, int count) {
        gauge = time.inFlight().gauge("event-source-mapping");
        running = new Thread[count];
    }

    /** @param step must not block */
    Task task(Runnable step) {
        synchronized (running) {
            if (!started && !closed) {
                started = true;
                for (int i = 0; i < running.length; i++) {
                    running[i] = threads.newThread(this::work);
                    running[i].start();
                }
            }
        }
        return new Task(step);
    }

    private void work() {
        try {
            while (!closed) {
                ready.take().run();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was woken and did not run yet will not run. */
    @Override
    public void close() {
        synchronized (running) {
            closed = true;
            for (Thread thread : running) {
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
        for (Task left = ready.poll(); left != null; left = ready.poll()) {
            gauge.end();
        }
    }

    private enum State {
        IDLE,
        QUEUED,
        RUNNING,
        WOKEN_AGAIN
    }

    /** One shard. */
    final class Task {
        private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
        private final Runnable step;

        private Task(Runnable step) {
            this.step = step;
        }

        /** There may be something to do; never blocks. */
        void wake() {
            State before = state.getAndUpdate(
                    now -> now == State.IDLE ? State.QUEUED : now == State.RUNNING ? State.WOKEN_AGAIN : now);
            if (before == State.IDLE) {
                gauge.begin();
                queue();
            }
        }

        private void queue() {
            ready.add(this);
            if (closed && ready.remove(this)) {
                gauge.end();
            }
        }

        private void run() {
            state.set(State.RUNNING);
            try {
                step.run();
            } catch (RuntimeException | Error failure) { // one shard must not end the worker of all
                log.error("a shard of an event source mapping failed", failure);
            } finally {
                if (state.compareAndSet(State.RUNNING, State.IDLE)) {
                    gauge.end();
                } else {
                    state.set(State.QUEUED);
                    queue();
                }
            }
        }
    }
}
