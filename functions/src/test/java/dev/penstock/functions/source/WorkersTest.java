package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.time.TestTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class WorkersTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Workers workers = new Workers(time, 1);
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        workers.close();
    }

    @Test
    void taskThatIsWokenOftenWhileItWaitsRunsOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Workers.Task often = workers.task(runs::incrementAndGet);
        CountDownLatch end = new CountDownLatch(1);
        occupyTheThread();

        for (int i = 0; i < 1_000; i++) {
            often.wake();
        }
        workers.task(end::countDown).wake();
        go.countDown();

        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void tasksRunInTheOrderInWhichTheyWereWoken() throws Exception {
        List<Integer> order = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        occupyTheThread();

        for (int i = 0; i < 5; i++) {
            int number = i;
            workers.task(() -> order.add(number)).wake();
        }
        workers.task(end::countDown).wake();
        go.countDown();

        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatWaitsWhenTheWorkersCloseIsNotInFlightAnyMore() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Workers.Task waiting = workers.task(runs::incrementAndGet);
        occupyTheThread();

        waiting.wake();
        workers.close();
        go.countDown();
        workers.task(runs::incrementAndGet).wake();

        time.settle();
        assertThat(runs).hasValue(0);
    }

    private void occupyTheThread() throws InterruptedException {
        workers.task(() -> {
                    busy.countDown();
                    boolean interrupted = false;
                    while (go.getCount() > 0) {
                        try {
                            go.await();
                        } catch (InterruptedException closing) {
                            interrupted = true;
                        }
                    }
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                })
                .wake();
        assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
