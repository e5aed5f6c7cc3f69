package dev.penstock.platform.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when a test says so. {@link #advance} runs the work that comes due, in order of its time, and
 * lets the pipeline settle before and after each step, so that what a test sees next does not depend on thread timing.
 * Guarded by {@code lock}.
 */
public final class TestTime implements Time {
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

    private final Object lock = new Object();
    private final InFlight inFlight = new InFlight();
    private final Duration settleLimit;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::order));
    private Instant now;
    private long order;

    /** @param settleLimit how long {@link #settle} waits, in real time */
    TestTime(Instant start, Duration settleLimit) {
        now = start;
        this.settleLimit = settleLimit;
    }

    /** A clock that stands at the given instant, for example {@code 2026-01-01T00:00:00Z}. */
    public static TestTime at(String instant) {
        return at(Instant.parse(instant));
    }

    /** A clock that stands at the given instant. */
    public static TestTime at(Instant instant) {
        return new TestTime(instant, SETTLE_LIMIT);
    }

    @Override
    public Instant now() {
        synchronized (lock) {
            return now;
        }
    }

    @Override
    public long millis() {
        return now().toEpochMilli();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        synchronized (lock) {
            Task task = new Task(now.plus(delay), order++, action);
            tasks.add(task);
            return () -> {
                synchronized (lock) {
                    tasks.remove(task);
                }
            };
        }
    }

    @Override
    public InFlight inFlight() {
        return inFlight;
    }

    /**
     * Moves the clock forward, running due tasks on the way, and returns when the pipeline is quiet.
     *
     * @param step zero or more; zero runs what is due now
     * @throws IllegalStateException when the pipeline does not settle within 60 s of real time; the message names the
     *     hops that are still busy
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("the clock cannot move back by " + step.negated());
        }
        Instant target = now().plus(step);
        settle();
        for (Task next = takeDue(target); next != null; next = takeDue(target)) {
            next.action().run();
            settle();
        }
        synchronized (lock) {
            now = target;
        }
        settle();
    }

    /** Waits until nothing is in flight, without moving the clock. Errors as for {@link #advance}. */
    public void settle() {
        if (!inFlight.awaitSettled(settleLimit)) {
            throw new IllegalStateException("the pipeline did not settle within %s of real time%s; still in flight: %s"
                    .formatted(
                            settleLimit,
                            Thread.currentThread().isInterrupted() ? " (interrupted)" : "",
                            inFlight.snapshot()));
        }
    }

    private @Nullable Task takeDue(Instant target) {
        synchronized (lock) {
            Task next = tasks.peek();
            if (next == null || next.due().isAfter(target)) {
                return null;
            }
            tasks.remove();
            if (next.due().isAfter(now)) {
                now = next.due();
            }
            return next;
        }
    }

    private record Task(Instant due, long order, Runnable action) {}
}
