package dev.penstock.stream.journal;

import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.time.WorkSignal;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who wait, on a thread of its own: what they do then must not hold up the next write, and may itself wait
 * for one. Bounded by who waits: each tells once. Guarded by {@code lock}.
 */
final class Told implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Told.class);

    private final Object lock = new Object();
    private final WorkSignal signal;
    private List<Runnable> waiting = new ArrayList<>();

    Told(Time time) {
        signal = new WorkSignal(time.inFlight().gauge("stream-journal-told"));
    }

    void start() {
        Threads.start("stream-journal-told", this::run);
    }

    void tell(List<Runnable> more) {
        if (more.isEmpty()) {
            return;
        }
        synchronized (lock) {
            waiting.addAll(more);
        }
        signal.wake();
    }

    private void run() {
        try {
            while (signal.await()) {
                take().forEach(Told::run);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        take().forEach(Told::run);
    }

    private List<Runnable> take() {
        synchronized (lock) {
            List<Runnable> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        }
    }

    private static void run(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error failure) {
            log.error("what followed a write to the journal failed", failure);
        }
    }

    /** What is waiting is told first. */
    @Override
    public void close() {
        signal.close();
    }
}
