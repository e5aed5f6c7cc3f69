package dev.penstock.platform.time;

import dev.penstock.platform.lifecycle.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clock and one timer thread. Wall clock steps backwards are hidden: {@link #millis} never decreases. */
public final class SystemTime implements Time, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SystemTime.class);

    private final InFlight inFlight = new InFlight();
    private final AtomicLong last = new AtomicLong();
    private final ScheduledThreadPoolExecutor timers;

    /** Starts the timer thread. */
    public SystemTime() {
        timers = new ScheduledThreadPoolExecutor(1, Threads.factory("timers"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        long wall = System.currentTimeMillis();
        long seen = last.get();
        while (wall > seen) {
            if (last.compareAndSet(seen, wall)) {
                return wall;
            }
            seen = last.get();
        }
        return seen;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(delay); // saturates, where toNanos() would throw
            Future<?> future = timers.schedule(() -> runGuarded(task), nanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            log.debug("timer of {} not set: the clock is closed", delay, closed);
            return () -> {};
        }
    }

    @Override
    public InFlight inFlight() {
        return inFlight;
    }

    /** Ends the timer thread; tasks that have not run are dropped. */
    @Override
    public void close() {
        timers.shutdownNow();
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) { // the executor would swallow an Error
            log.error("a timer task failed", failure);
        }
    }
}
