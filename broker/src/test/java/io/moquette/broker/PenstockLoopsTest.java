package io.moquette.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.moquette.interception.BrokerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PenstockLoopsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final PenstockLoops loops = new PenstockLoops(new BrokerInterceptor(List.of()), 1);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void commandThatThrowsFailsAloneAndTheLoopGoesOn() {
        CompletableFuture<String> error = loops.run("a", "test", () -> {
            throw new AssertionError("told to fail");
        });
        CompletableFuture<String> after = loops.run("b", "test", () -> null);

        assertThat(error).failsWithin(LIMIT);
        assertThat(after).succeedsWithin(LIMIT).isEqualTo("b");
    }

    @Test
    void noCommandIsDroppedHoweverManyWait() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        List<Integer> ran = new CopyOnWriteArrayList<>();
        loops.run("a", "gate", gate::join);

        List<CompletableFuture<String>> waiting = java.util.stream.IntStream.range(0, 3_000)
                .mapToObj(i -> loops.run("a", "test", () -> {
                    ran.add(i);
                    return null;
                }))
                .toList();
        gate.complete(null);

        assertThat(CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)))
                .succeedsWithin(LIMIT);
        assertThat(ran).hasSize(3_000).isSorted();
    }

    @Test
    void commandGivenByACommandOfTheSameLoopRunsAtOnce() {
        List<String> order = new CopyOnWriteArrayList<>();

        CompletableFuture<String> outer = loops.run("a", "outer", () -> {
            loops.run("a", "inner", () -> {
                order.add("inner");
                return null;
            });
            order.add("outer");
            return null;
        });

        assertThat(outer).succeedsWithin(LIMIT);
        assertThat(order).containsExactly("inner", "outer");
    }

    @Test
    void commandAfterTheEndFailsInsteadOfWaitingForEver() {
        loops.close();

        assertThat(loops.run("a", "late", () -> null)).failsWithin(LIMIT);
    }
}
