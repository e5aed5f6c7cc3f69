package dev.penstock.functions.source;

import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for all shards of all mappings: a shard is a task that runs when it was woken, one thread at a time, and
 * never blocks. A task counts as in flight from when it is woken until it has run without being woken again. Threads are
 * started with the first task.
 */
final class Workers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    private final Line ready = new Line();
    private final ThreadFactory threads = Threads.factory("functions-mapping");
    private final InFlight.Gauge gauge;
    private final Thread[] running;
    private boolean started;

    Workers(Time time, int count) {
        gauge = time.inFlight().gauge("event-source-mapping");
        running = new Thread[count];
    }

    /** @param step must not block */
    Task task(Runnable step) {
        synchronized (running) {
            if (!started && !ready.closed()) {
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
            for (Task next = ready.take(); next != null; next = ready.take()) {
                next.run();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was woken and did not run yet will not run. */
    @Override
    public void close() {
        synchronized (running) {
            ready.close();
            for (Thread thread : running) {
                if (thread != null) {
                    thread.interrupt();
                }
            }
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

        /** Who is behind this one in the line. */
        private @Nullable Task next;

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
            if (!ready.add(this)) {
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

    /**
     * The tasks that wait for a thread, in order. A task waits in it once, by its own link, so the line is never longer
     * than there are tasks and takes no memory of its own.
     */
    private final class Line {
        private @Nullable Task first;
        private @Nullable Task last;
        private boolean closed;

        /** False when nothing will run any more. */
        synchronized boolean add(Task task) {
            if (closed) {
                return false;
            }
            if (last == null) {
                first = task;
            } else {
                last.next = task;
            }
            last = task;
            notify();
            return true;
        }

        /** The first of the line, waited for; null when nothing will run any more. */
        synchronized @Nullable Task take() throws InterruptedException {
            while (first == null && !closed) {
                wait();
            }
            Task taken = first;
            if (taken != null) {
                first = taken.next;
                last = first == null ? null : last;
                taken.next = null;
            }
            return taken;
        }

        synchronized void close() {
            closed = true;
            for (Task left = first; left != null; left = left.next) {
                gauge.end();
            }
            first = null;
            last = null;
            notifyAll();
        }

        synchronized boolean closed() {
            return closed;
        }
    }
}
