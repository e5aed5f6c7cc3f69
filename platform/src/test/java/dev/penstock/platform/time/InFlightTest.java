package dev.penstock.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.lifecycle.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final InFlight inFlight = new InFlight();

    @Test
    void newPipelineIsSettled() {
        assertThat(inFlight.isSettled()).isTrue();
        assertThat(inFlight.snapshot()).isEmpty();
    }

    @Test
    void sameHopHasOneGauge() {
        assertThat(inFlight.gauge("rules")).isSameAs(inFlight.gauge("rules"));
    }

    @Test
    void snapshotNamesBusyHopsOnly() {
        inFlight.gauge("rules").begin();
        inFlight.gauge("stream").begin();
        inFlight.gauge("stream").begin();
        inFlight.gauge("rules").end();

        assertThat(inFlight.snapshot()).isEqualTo(Map.of("stream", 2L));
    }

    @Test
    void pipelineIsNotSettledWhileAHopHandsOver() {
        InFlight.Gauge rules = inFlight.gauge("rules");
        InFlight.Gauge stream = inFlight.gauge("stream");
        rules.begin();

        stream.begin();
        rules.end();

        assertThat(inFlight.isSettled()).isFalse();
        stream.end();
        assertThat(inFlight.isSettled()).isTrue();
    }

    @Test
    void waitEndsWhenTheLastPieceIsFinishedByAnotherThread() {
        InFlight.Gauge rules = inFlight.gauge("rules");
        rules.begin();
        CountDownLatch waiting = new CountDownLatch(1);
        Threads.start("test-finisher", () -> {
            try {
                waiting.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            rules.end();
        });

        waiting.countDown();

        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
    }

    @Test
    void waitGivesUpAtItsLimit() {
        inFlight.gauge("rules").begin();

        assertThat(inFlight.awaitSettled(Duration.ofMillis(5))).isFalse();
    }
}
