package dev.penstock.analytics.run;

import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets an application's thread wait for something outside of it. Meanwhile the thread does not count as in flight: a
 * full output or a retry that is set for later is not work that a test could wait for.
 */
final class Parking {
    private final InFlight.Gauge gauge;
    private final Time time;
    private volatile @Nullable String waitsFor;

    Parking(InFlight.Gauge gauge, Time time) {
        this.gauge = gauge;
        this.time = time;
    }

    /** What the thread waits for; null when it does not. May be asked by any thread. */
    @Nullable
    String waitsFor() {
        return waitsFor;
    }

    /**
     * The result of a stage.
     *
     * @param what is waited for, for people
     * @throws CompletionException when the stage fails
     * @throws PipelineClosed when the thread is interrupted
     */
    <T> T await(CompletionStage<T> stage, String what) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!future.isDone()) {
            Wait wait = new Wait();
            stage.whenComplete((result, failure) -> wait.over());
            wait.park(what);
        }
        return future.join();
    }

    /** Waits for a time to pass. */
    void sleep(Duration delay, String what) {
        Wait wait = new Wait();
        Time.Timer timer = time.schedule(delay, wait::over);
        try {
            wait.park(what);
        } finally {
            timer.cancel();
        }
    }

    /** One wait; whichever of the two sides ends it counts the thread in again, once. */
    private final class Wait {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final CountDownLatch latch = new CountDownLatch(1);

        void over() {
            if (ended.compareAndSet(false, true)) {
                gauge.begin();
                latch.countDown();
            }
        }

        void park(String what) {
            waitsFor = what;
            gauge.end();
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                over();
                Thread.currentThread().interrupt();
                throw new PipelineClosed();
            } finally {
                waitsFor = null;
            }
        }
    }
}
