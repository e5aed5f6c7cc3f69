package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.conformance.EsmBench.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event source mappings: lanes, time windows and resharding. */
class EsmLaneCasesTest {
    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>();

    static {
        SCRIPTS.put("ESM-070", EsmLaneCasesTest::lanes);
        SCRIPTS.put("ESM-071", EsmLaneCasesTest::blockedLane);
        SCRIPTS.put("ESM-073", EsmLaneCasesTest::tumblingWindow);
        SCRIPTS.put("ESM-074", EsmLaneCasesTest::windowWithoutState);
        SCRIPTS.put("ESM-076", EsmLaneCasesTest::lastInvocationFails);
        SCRIPTS.put("ESM-077", EsmLaneCasesTest::split);
        SCRIPTS.put("ESM-079", EsmLaneCasesTest::reshardAfterLatest);
    }

    static Stream<LambdaCase> cases() {
        return SCRIPTS.keySet().stream().map(LambdaCases::get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseHolds(LambdaCase given) throws Exception {
        LambdaCase.Script script = SCRIPTS.get(given.id());

        assertThat(script).isNotNull();
        script.run(given);
    }

    private static void lanes(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Map<String, Instant> busyUntil = new HashMap<>();
            bench.answer(call -> {
                synchronized (busyUntil) {
                    Instant free = busyUntil.put(call.keys().get(0), call.at().plusMillis(200));
                    assertThat(free == null || !free.isAfter(call.at())).isTrue();
                }
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                return bench.after(Duration.ofMillis(200)).thenApply(result -> {
                    running.decrementAndGet();
                    return result;
                });
            });
            for (int i = 0; i < 40; i++) {
                bench.put("key-" + i % 8, Integer.toString(i));
            }

            EventSourceMapping mapping = bench.map(given);
            bench.time.advance(Duration.ofMillis(7_999));

            assertThat(mapping.counters().recordsDelivered()).isEqualTo(40);
            assertThat(most.get()).isBetween(2, 4);
            for (int key = 0; key < 8; key++) {
                String name = "key-" + key;
                assertThat(bench.calls.stream()
                                .filter(call -> call.keys().contains(name))
                                .flatMap(call -> call.data().stream())
                                .map(Integer::valueOf))
                        .hasSize(5)
                        .isSorted();
            }
        }
    }

    private static void blockedLane(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            Predicate<Call> bad = call -> call.keys().contains("bad");
            bench.answer(call -> bad.test(call) ? EsmBench.failure() : EsmBench.success("null"));
            bench.put("bad", "bad");
            for (int i = 0; i < 9; i++) {
                bench.put("key-" + i, Integer.toString(i));
            }

            EventSourceMapping mapping = bench.map(given);
            bench.time.advance(Duration.ofSeconds(2));

            long delivered = mapping.counters().recordsDelivered();
            int unfinished = mapping.timeline().shards().get(0).unfinished();
            assertThat(delivered).isBetween(1L, 9L);
            assertThat(unfinished).isEqualTo(10); // nothing behind the bad record may be forgotten
            assertThat(bench.calls.stream().filter(bad)).hasSize(3);
        }
    }

    private static void tumblingWindow(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(EsmLaneCasesTest::counting);
            bench.map(given);

            for (int second = 1; second <= 5; second++) {
                bench.time.advance(Duration.ofSeconds(1));
                bench.put("key", Integer.toString(second));
                if (second == 1) {
                    bench.time.settle();
                }
            }
            bench.time.advance(Duration.ofSeconds(26));
            bench.put("key", "31");
            bench.time.settle();

            List<JsonNode> events = bench.calls.stream().map(Call::event).toList();
            JsonNode last = events.get(events.size() - 2);
            List<JsonNode> first = events.subList(0, events.size() - 2);
            assertThat(first)
                    .allMatch(event -> !event.get("isFinalInvokeForWindow").booleanValue());
            assertThat(first.stream()
                            .mapToInt(event -> event.get("Records").size())
                            .sum())
                    .isEqualTo(5);
            assertThat(first.get(0).get("state")).isEqualTo(given.expect().get("state at first"));
            assertThat(last.get("isFinalInvokeForWindow").booleanValue()).isTrue();
            assertThat(last.get("Records")).isEmpty();
            assertThat(last.at("/state/count").intValue())
                    .isEqualTo(given.expect().get("final state count").intValue());
            assertThat(last.at("/window/start").asText()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(last.at("/window/end").asText()).isEqualTo("2026-01-01T00:00:30Z");
            assertThat(events.get(events.size() - 1).get("state")).isEmpty();
            assertThat(events.get(events.size() - 1).at("/window/start").asText())
                    .isEqualTo("2026-01-01T00:00:30Z");
        }
    }

    private static CompletionStage<InvocationResult> counting(Call call) {
        int count = call.event().at("/state/count").asInt(0) + call.records().size();
        return EsmBench.success("{\"state\":{\"count\":%d}}".formatted(count));
    }

    private static void windowWithoutState(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> EsmBench.success("{}"));
            bench.map(given);

            bench.put("key", "a");
            bench.time.advance(Duration.ofSeconds(10));

            assertThat(bench.calls).hasSize(given.expect().get("invokes").intValue());
            assertThat(bench.queue).hasSize(given.expect().get("q messages").intValue());
            assertThat(bench.queue.get(0).at("/responseContext/functionError").isNull())
                    .isTrue();
        }
    }

    private static void lastInvocationFails(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            AtomicBoolean failed = new AtomicBoolean();
            bench.answer(
                    call -> isFinal(call) && failed.compareAndSet(false, true) ? EsmBench.failure() : counting(call));
            bench.map(given);

            bench.put("key", "a");
            bench.time.advance(Duration.ofSeconds(10));
            bench.put("key", "b");
            bench.time.advance(Duration.ofSeconds(5));

            assertThat(bench.calls.stream().filter(EsmLaneCasesTest::isFinal))
                    .hasSize(given.expect().get("final calls").intValue());
            assertThat(bench.calls).extracting(EsmLaneCasesTest::isFinal).containsExactly(false, true, true, false);
            assertThat(bench.calls.get(3).data()).containsExactly("b");
        }
    }

    private static boolean isFinal(Call call) {
        return call.event().get("isFinalInvokeForWindow").booleanValue();
    }

    private static void split(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> bench.after(Duration.ofMillis(100)));
            bench.map(given);

            for (int i = 0; i < 50; i++) {
                bench.put("key-" + i % 5, Integer.toString(i));
            }
            bench.kinesis(
                    "SplitShard",
                    "{\"StreamName\":\"s\",\"ShardToSplit\":\"shardId-000000000000\",\"NewStartingHashKey\":"
                            + "\"170141183460469231731687303715884105728\"}");
            for (int i = 50; i < 100; i++) {
                bench.put("key-" + i % 5, Integer.toString(i));
            }
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(bench.data()).hasSize(100).doesNotHaveDuplicates();
            for (int key = 0; key < 5; key++) {
                int each = key;
                assertThat(bench.data().stream().map(Integer::valueOf).filter(number -> number % 5 == each))
                        .isSorted();
            }
            assertThat(bench.calls).extracting(Call::shardId).contains("shardId-000000000001", "shardId-000000000002");
        }
    }

    private static void reshardAfterLatest(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.map(given);
            bench.time.advance(Duration.ofMillis(100));

            bench.kinesis(
                    "UpdateShardCount",
                    "{\"StreamName\":\"s\",\"TargetShardCount\":2,\"ScalingType\":\"UNIFORM_SCALING\"}");
            for (int i = 0; i < 10; i++) {
                bench.put("key-" + i, Integer.toString(i));
            }
            bench.time.settle();

            assertThat(bench.data()).hasSize(given.expect().get("delivered").intValue());
        }
    }
}
