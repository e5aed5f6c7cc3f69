package dev.penstock.rules.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainRingTest {

    @Test
    void oldestMessagesMakeRoomForNewOnes() {
        ExplainRing ring = new ExplainRing(3_000);

        List.of("a", "b", "c", "d").forEach(id -> ring.add(message(id, 600)));

        assertThat(ring.newest(10)).containsExactly("d", "c", "b");
        assertThat(ring.find("a")).isEmpty();
        assertThat(ring.find("b")).isPresent();
    }

    @Test
    void recordsOfActionsCountToo() {
        ExplainRing ring = new ExplainRing(3_000);
        KeptMessage last = message("b", 600);
        ring.add(message("a", 600));
        ring.add(last);

        ring.record(last, new ActionRecord("r", 0, List.of(), "x".repeat(1_500), Bytes.EMPTY));

        assertThat(ring.newest(10)).containsExactly("b");
        assertThat(last.records()).hasSize(1);
    }

    @Test
    void messageLargerThanTheRingIsNotKept() {
        ExplainRing ring = new ExplainRing(500);

        ring.add(message("a", 600));

        assertThat(ring.newest(10)).isEmpty();
    }

    private static KeptMessage message(String id, int bytes) {
        return new KeptMessage(
                new PublishedMessage(
                        id, "t", Bytes.wrap(new byte[bytes]), 1, false, "c", Instant.parse("2026-01-01T00:00:00Z")),
                RuleSet.EMPTY,
                1);
    }
}
