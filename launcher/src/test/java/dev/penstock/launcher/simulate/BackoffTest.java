package dev.penstock.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Backoff backoff = new Backoff();

    @Test
    void waitDoublesFromOneSecondToThirtyTwo() {
        long[] waits = IntStream.range(0, 7)
                .mapToLong(attempt -> backoff.lost(NOON).toSeconds())
                .toArray();

        assertThat(waits).containsExactly(1, 2, 4, 8, 16, 32, 32);
    }

    @Test
    void connectionThatHeldTwentySecondsStartsAgainAtOneSecond() {
        backoff.lost(NOON);
        backoff.lost(NOON);
        backoff.connected(NOON);

        assertThat(backoff.lost(NOON.plusSeconds(20))).hasSeconds(1);
    }

    @Test
    void connectionThatWasLostEarlierGoesOnDoubling() {
        backoff.lost(NOON);
        backoff.lost(NOON);
        backoff.connected(NOON);

        assertThat(backoff.lost(NOON.plusSeconds(19))).hasSeconds(4);
    }
}
