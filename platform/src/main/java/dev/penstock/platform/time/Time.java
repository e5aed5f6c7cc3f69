package dev.penstock.platform.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The one clock of a pipeline: what time it is, and what happens later. Everything that waits or stamps takes a
 * {@code Time}; nothing else in Penstock reads the system clock (an architecture test enforces it).
 */
public interface Time {

    /** The current instant, with the precision of the underlying clock; never moves backwards. */
    Instant now();

    /** {@link #now()} in milliseconds since the epoch, without allocating. */
    long millis();

    /**
     * Runs a task once, {@code delay} from now. Tasks run one at a time on the timer's thread (the thread that calls
     * {@link TestTime#advance} under a test clock), in order of their time; they must be short and must not block:
     * wake a worker instead.
     *
     * @param delay zero or more; zero still means "later, from the timer's thread"
     */
    Timer schedule(Duration delay, Runnable task);

    /** Counts the work that is accepted and not yet finished or parked on a timer. */
    InFlight inFlight();

    /** A task that was scheduled and can be called off. */
    interface Timer {
        /** Calls the task off; no effect when it has run or is running. */
        void cancel();
    }
}
