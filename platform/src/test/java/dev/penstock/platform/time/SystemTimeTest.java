package dev.penstock.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimeTest {
    private final SystemTime time = new SystemTime();
    private final BlockingQueue<String> ran = new ArrayBlockingQueue<>(10);

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void clockNeverDecreases() {
        long before = time.millis();

        for (int i = 0; i < 1_000; i++) {
            long now = time.millis();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(time.now().toEpochMilli()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void tasksRunInOrderOfTheirTimeOnTheTimerThread() throws InterruptedException {
        time.schedule(Duration.ofSeconds(2), () -> ran.add("late")); // longer than this thread may be held up
        time.schedule(Duration.ZERO, () -> ran.add(Thread.currentThread().getName()));

        List<String> order = List.of(take(), take());

        assertThat(order).containsExactly("penstock-timers-0", "late");
    }

    @Test
    void cancelledTaskDoesNotRun() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        time.schedule(Duration.ZERO, () -> awaitUninterruptibly(cancelled)); // so that nothing runs before
        Time.Timer timer = time.schedule(Duration.ofMillis(1), () -> ran.add("never"));
        time.schedule(Duration.ofMillis(2), () -> ran.add("after"));

        timer.cancel();
        cancelled.countDown();

        assertThat(take()).isEqualTo("after");
    }

    @Test
    void taskThatFailsDoesNotStopTheTimer() throws InterruptedException {
        time.schedule(Duration.ZERO, () -> {
            throw new AssertionError("planted");
        });
        time.schedule(Duration.ofMillis(1), () -> ran.add("next"));

        assertThat(take()).isEqualTo("next");
    }

    @Test
    void delayBeyondTheRangeOfNanosecondsIsAccepted() throws InterruptedException {
        Time.Timer timer = time.schedule(Duration.ofDays(365_000), () -> ran.add("in a thousand years"));
        time.schedule(Duration.ZERO, () -> ran.add("now"));

        assertThat(take()).isEqualTo("now");
        timer.cancel();
    }

    @Test
    void closedClockDropsItsTasksAndEndsItsThread() throws InterruptedException {
        BlockingQueue<Thread> timers = new ArrayBlockingQueue<>(1);
        time.schedule(Duration.ZERO, () -> timers.add(Thread.currentThread()));
        Thread timer = timers.poll(30, TimeUnit.SECONDS);
        time.schedule(Duration.ofHours(1), () -> ran.add("never"));

        time.close();
        time.schedule(Duration.ZERO, () -> ran.add("after close"));

        await("end of the timer thread").atMost(Duration.ofSeconds(30)).until(() -> !timer.isAlive());
        assertThat(ran).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private String take() throws InterruptedException {
        return ran.poll(30, TimeUnit.SECONDS);
    }
}
