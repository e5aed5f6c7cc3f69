package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TestTime time = TestTime.at(START);
    private final HeldEnvironment environment = new HeldEnvironment();
    private final List<Instant> expired = new ArrayList<>();

    @Test
    void expiresAtTheTimeout() {
        deadline(false, time).start();

        time.advance(Duration.ofMinutes(1));

        assertThat(expired).containsExactly(START.plusSeconds(3));
    }

    @Test
    void answeredInvocationDoesNotExpire() {
        Deadline deadline = deadline(true, time);
        deadline.start();

        time.advance(Duration.ofSeconds(2));
        deadline.cancel();
        time.advance(Duration.ofMinutes(1));

        assertThat(expired).isEmpty();
    }

    @Test
    void timeInWhichADebuggerHoldsTheEnvironmentDoesNotCount() {
        deadline(true, time).start();

        time.advance(Duration.ofSeconds(1));
        environment.held = true;
        time.advance(Duration.ofSeconds(60));
        environment.held = false;
        time.advance(Duration.ofSeconds(60));

        assertThat(expired).hasSize(1);
        assertThat(Duration.between(START, expired.get(0))).isEqualTo(Duration.ofSeconds(63));
    }

    @Test
    void environmentThatIsHeldAtItsTimeoutIsWaitedFor() {
        environment.held = true;
        deadline(false, time).start();

        time.advance(Duration.ofSeconds(60));
        boolean waited = expired.isEmpty();
        environment.held = false;
        time.advance(Duration.ofSeconds(1));

        assertThat(waited).isTrue();
        assertThat(expired).hasSize(1);
    }

    @Test
    void timeInWhichTheWholeMachineStoodStillDoesNotCount() {
        StoppedTime stopped = new StoppedTime(time);
        deadline(true, stopped).start();
        time.advance(Duration.ofSeconds(1));

        stopped.skipped = Duration.ofSeconds(60);
        time.advance(Duration.ofSeconds(1));
        boolean waited = expired.isEmpty();
        time.advance(Duration.ofSeconds(2));

        assertThat(waited).isTrue();
        assertThat(expired).hasSize(1);
    }

    private Deadline deadline(boolean watched, Time clock) {
        return new Deadline(environment, Duration.ofSeconds(3), watched, clock, () -> expired.add(time.now()));
    }

    private static final class HeldEnvironment implements Environment {
        private boolean held;

        @Override
        public CompletableFuture<Void> ready() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Answer> invoke(Invocation invocation) {
            return new CompletableFuture<>();
        }

        @Override
        public boolean isHeld() {
            return held;
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void kill() {}

        @Override
        public CompletableFuture<Void> gone() {
            return new CompletableFuture<>();
        }
    }

    /** A clock that went on while nothing else did. */
    private static final class StoppedTime implements Time {
        private final TestTime time;
        private Duration skipped = Duration.ZERO;

        StoppedTime(TestTime time) {
            this.time = time;
        }

        @Override
        public Instant now() {
            return time.now().plus(skipped);
        }

        @Override
        public long millis() {
            return now().toEpochMilli();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return time.schedule(delay, task);
        }

        @Override
        public InFlight inFlight() {
            return time.inFlight();
        }
    }
}
