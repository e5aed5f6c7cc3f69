package dev.penstock.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
}
