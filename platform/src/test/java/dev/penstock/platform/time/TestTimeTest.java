package dev.penstock.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.lifecycle.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestTimeTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final List<String> ran = new ArrayList<>();

    @Test
    void dueTasksRunInOrderOfTheirTime() {
        time.schedule(Duration.ofSeconds(2), () -> ran.add("second at " + time.now()));
        time.schedule(Duration.ofSeconds(1), () -> ran.add("first at " + time.now()));
        time.schedule(Duration.ofSeconds(4), () -> ran.add("not due"));

        time.advance(Duration.ofSeconds(3));

        assertThat(ran).containsExactly("first at 2026-01-01T00:00:01Z", "second at 2026-01-01T00:00:02Z");
        assertThat(time.now()).isEqualTo(Instant.parse("2026-01-01T00:00:03Z"));
    }

    @Test
    void taskScheduledByADueTaskRunsInTheSameAdvance() {
        time.schedule(
                Duration.ofSeconds(1), () -> time.schedule(Duration.ofSeconds(1), () -> ran.add("at " + time.now())));

        time.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("at 2026-01-01T00:00:02Z");
    }

    @Test
    void cancelledTaskDoesNotRun() {
        Time.Timer timer = time.schedule(Duration.ofSeconds(1), () -> ran.add("never"));

        timer.cancel();
        time.advance(Duration.ofSeconds(2));

        assertThat(ran).isEmpty();
    }

    @Test
    void taskThatIsDueNowRunsWithoutMovingTheClock() {
        time.schedule(Duration.ZERO, () -> ran.add("due"));

        time.advance(Duration.ZERO);

        assertThat(ran).containsExactly("due");
        assertThat(time.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void tasksOfTheSameInstantRunInOrderOfScheduling() {
        for (int i = 0; i < 5; i++) {
            String name = "task " + i;
            time.schedule(Duration.ofSeconds(1), () -> ran.add(name));
        }

        time.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4");
    }

    @Test
    void clockCannotMoveBack() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
                .withMessageContaining("PT1S");
    }

    @Test
    void advanceReturnsAfterTheWorkersThatItsTasksWoke() throws InterruptedException {
        WorkSignal signal = new WorkSignal(time.inFlight().gauge("worker"));
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Thread worker = Threads.start("test-worker", () -> {
            try {
                while (signal.await()) {
                    seen.add("worked at " + time.now());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        for (int second = 1; second <= 50; second++) {
            time.schedule(Duration.ofSeconds(second), signal::wake);
        }

        time.advance(Duration.ofSeconds(50));

        assertThat(seen)
                .hasSize(50)
                .startsWith("worked at 2026-01-01T00:00:01Z")
                .endsWith("worked at 2026-01-01T00:00:50Z");
        signal.close();
        worker.join(30_000);
    }

    @Test
    void timerThatAWorkerSetsIsPartOfTheSameAdvance() throws InterruptedException {
        WorkSignal signal = new WorkSignal(time.inFlight().gauge("worker"));
        Thread worker = Threads.start("test-worker", () -> {
            try {
                while (signal.await()) {
                    time.schedule(Duration.ofSeconds(1), () -> ran.add("retried at " + time.now()));
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        time.schedule(Duration.ofSeconds(1), signal::wake);

        time.advance(Duration.ofSeconds(3));

        assertThat(ran).containsExactly("retried at 2026-01-01T00:00:02Z");
        signal.close();
        worker.join(30_000);
    }

    @Test
    void pipelineThatDoesNotSettleIsAnErrorThatNamesTheHop() {
        TestTime impatient = new TestTime(Instant.EPOCH, Duration.ofMillis(10));
        impatient.inFlight().gauge("functions").begin();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> impatient.advance(Duration.ofSeconds(1)))
                .withMessageContaining("functions=1");
    }
}
