package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one stream, and the one timer that ends a state which is not for good. Guarded by {@code lock}; the steps
 * of transitions run without it.
 */
final class LifeCycle {
    private final Object lock = new Object();
    private final Time time;
    private volatile StreamStatus status = StreamStatus.ACTIVE;
    private volatile boolean served = true;
    private Time.@Nullable Timer timer;

    LifeCycle(Time time) {
        this.time = time;
    }

    StreamStatus status() {
        return status;
    }

    /** Whether it has been ACTIVE. */
    boolean hasServed() {
        return served;
    }

    /** The stream is new. */
    void create(Duration transition) {
        if (!transition.isZero()) {
            synchronized (lock) {
                status = StreamStatus.CREATING;
                served = false;
                arm(transition, StreamStatus.CREATING, () -> {});
            }
        }
    }

    /**
     * Changes the stream: UPDATING for a while, then the step is taken. Of several at a time the first wins.
     *
     * @param check refuses by an exception, or gives the step; no other change goes on meanwhile. It must not wait.
     * @param notActive how a change in another state is refused
     */
    void update(Duration transition, Supplier<Runnable> check, Function<StreamStatus, AwsException> notActive) {
        Runnable step;
        synchronized (lock) {
            if (status != StreamStatus.ACTIVE) {
                throw notActive.apply(status);
            }
            step = check.get();
            status = StreamStatus.UPDATING;
            if (!transition.isZero()) {
                arm(transition, StreamStatus.UPDATING, step);
                return;
            }
        }
        finish(StreamStatus.UPDATING, step);
    }

    /** Ends the stream; what went on is called off. Returns false when that has been done before. */
    boolean delete(Duration transition, Runnable gone) {
        synchronized (lock) {
            if (status == StreamStatus.DELETING) {
                return false;
            }
            stop();
            status = StreamStatus.DELETING;
            if (!transition.isZero()) {
                timer = time.schedule(transition, gone);
                return true;
            }
        }
        gone.run();
        return true;
    }

    /** Calls off what is still to come. */
    void stop() {
        synchronized (lock) {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }

    private void arm(Duration transition, StreamStatus during, Runnable step) {
        timer = time.schedule(transition, () -> finish(during, step));
    }

    private void finish(StreamStatus during, Runnable step) {
        if (status != during) {
            return;
        }
        try {
            step.run();
        } finally {
            synchronized (lock) {
                if (status == during) {
                    status = StreamStatus.ACTIVE;
                    served = true;
                }
            }
        }
    }
}
