package dev.penstock.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.lifecycle.Threads;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkSignalTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final InFlight inFlight = new InFlight();
    private final WorkSignal signal = new WorkSignal(inFlight.gauge("worker"));

    @AfterEach
    void close() {
        signal.close();
    }

    @Test
    void signalBeforeTheFirstWaitIsRemembered() throws InterruptedException {
        signal.wake();

        assertThat(signal.await()).isTrue();
    }

    @Test
    void workerCountsFromTheSignalUntilItWaitsAgain() throws InterruptedException {
        signal.wake();
        assertThat(inFlight.snapshot()).containsEntry("worker", 1L);
        signal.await();
        assertThat(inFlight.snapshot()).containsEntry("worker", 1L);

        Thread worker = worker(new AtomicInteger());

        // The worker's first wait has no signal pending, so it rests.
        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
        signal.close();
        worker.join(LIMIT.toMillis());
    }

    @Test
    void manySignalsWhileBusyAreOneTurn() throws InterruptedException {
        signal.wake();
        signal.wake();
        signal.wake();
        assertThat(inFlight.snapshot()).containsEntry("worker", 1L);
        signal.await();

        AtomicInteger turns = new AtomicInteger();
        Thread worker = worker(turns);
        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();

        assertThat(turns).hasValue(0);
        signal.close();
        worker.join(LIMIT.toMillis());
    }

    @Test
    void noWorkIsLostAndSettledMeansDone() throws InterruptedException {
        int items = 10_000;
        Queue<Integer> queue = new ConcurrentLinkedQueue<>();
        AtomicInteger done = new AtomicInteger();
        Thread worker = Threads.start("test-worker", () -> {
            try {
                while (signal.await()) {
                    while (queue.poll() != null) {
                        done.incrementAndGet();
                    }
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        int unsettled = 0;

        for (int i = 1; i <= items; i++) {
            queue.add(i);
            signal.wake();
            if (i % 7 == 0) {
                // At most one item a time is checked, so that the worker falls asleep as often as possible.
                unsettled += inFlight.awaitSettled(LIMIT) && done.get() == i ? 0 : 1;
            }
        }

        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
        assertThat(done).hasValue(items);
        assertThat(unsettled).isZero();
        signal.close();
        worker.join(LIMIT.toMillis());
        assertThat(worker.isAlive()).isFalse();
    }

    @Test
    void closingEndsAWaitingWorkerAndItsCount() throws InterruptedException {
        Thread worker = worker(new AtomicInteger());

        signal.close();
        worker.join(LIMIT.toMillis());

        assertThat(worker.isAlive()).isFalse();
        assertThat(inFlight.isSettled()).isTrue();
    }

    @Test
    void signalAfterClosingCountsNothing() throws InterruptedException {
        signal.wake();
        signal.close();

        signal.wake();

        assertThat(signal.await()).isFalse();
        assertThat(inFlight.isSettled()).isTrue();
    }

    private Thread worker(AtomicInteger turns) {
        return Threads.start("test-worker", () -> {
            try {
                while (signal.await()) {
                    turns.incrementAndGet();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
