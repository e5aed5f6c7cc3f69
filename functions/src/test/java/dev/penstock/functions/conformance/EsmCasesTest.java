package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.conformance.EsmBench.Call;
import dev.penstock.platform.aws.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event source mappings: positions, batches, windows, retries. */
class EsmCasesTest {
    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>();

    static {
        SCRIPTS.put("ESM-001", EsmCasesTest::eventShape);
        SCRIPTS.put("ESM-011", EsmCasesTest::latest);
        SCRIPTS.put("ESM-013", EsmCasesTest::atTimestamp);
        SCRIPTS.put("ESM-014", EsmCasesTest::batches);
        SCRIPTS.put("ESM-016", EsmCasesTest::batchingWindow);
        SCRIPTS.put("ESM-017", EsmCasesTest::sizeBeforeWindow);
        SCRIPTS.put("ESM-019", EsmCasesTest::disable);
        SCRIPTS.put("ESM-020", EsmCasesTest::delete);
        SCRIPTS.put("ESM-030", EsmCasesTest::retry);
        SCRIPTS.put("ESM-032", EsmCasesTest::retryWithoutEnd);
        SCRIPTS.put("ESM-033", EsmCasesTest::retryBesideAnotherShard);
        SCRIPTS.put("ESM-035", EsmCasesTest::ageWhileFailing);
        SCRIPTS.put("ESM-036", EsmCasesTest::ageAtTheStart);
        SCRIPTS.put("ESM-044", EsmCasesTest::bisect);
        SCRIPTS.put("ESM-045", EsmCasesTest::bisectAfterTimeouts);
        SCRIPTS.put("ESM-047", EsmCasesTest::lowestReported);
        SCRIPTS.put("ESM-050", EsmCasesTest::reportIgnored);
        SCRIPTS.put("ESM-051", EsmCasesTest::reportWithBisect);
        SCRIPTS.put("ESM-070", EsmCasesTest::lanes);
        SCRIPTS.put("ESM-071", EsmCasesTest::blockedLane);
        SCRIPTS.put("ESM-073", EsmCasesTest::tumblingWindow);
        SCRIPTS.put("ESM-074", EsmCasesTest::windowWithoutState);
        SCRIPTS.put("ESM-076", EsmCasesTest::lastInvocationFails);
        SCRIPTS.put("ESM-077", EsmCasesTest::split);
        SCRIPTS.put("ESM-079", EsmCasesTest::reshardAfterLatest);
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

    private static void eventShape(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.map(given);

            JsonNode put = given.stimulus().get("put").get(0);
            String number = bench.put(put.get("pk").asText(), put.get("data").asText())
                    .sequenceNumber()
                    .toString();
            bench.time.settle();

            assertThat(bench.calls).hasSize(given.expect().get("invokes").intValue());
            JsonNode record = bench.calls.get(0).records().get(0);
            given.expect().get("event.Records[0]").properties().forEach(expected -> {
                String value = expected.getValue()
                        .asText()
                        .replace("<sequenceNumber>", number)
                        .replace("<region>", "us-east-1")
                        .replace("<stream arn>", EsmBench.STREAM_ARN);
                assertThat(record.at(pointer(expected.getKey())).asText())
                        .as(expected.getKey())
                        .isEqualTo(value);
            });
            given.expect()
                    .get("absentKeys")
                    .forEach(key -> assertThat(record.at(pointer(key.asText())).isMissingNode())
                            .as(key.asText())
                            .isTrue());
            JsonNode arrival = record.at("/kinesis/approximateArrivalTimestamp");
            assertThat(arrival.isNumber()).isTrue();
            assertThat(arrival.decimalValue().scale()).isLessThanOrEqualTo(3);
            assertThat(record.at("/kinesis/sequenceNumber").isTextual()).isTrue();
        }
    }

    private static String pointer(String dotted) {
        return "/" + dotted.replace('.', '/');
    }

    private static void latest(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.putNumbers(given.setup().get("preload").intValue());
            EventSourceMapping mapping = bench.map(given);
            bench.time.advance(Duration.ofMillis(100));

            assertThat(mapping.state()).isEqualTo("Enabled");
            for (int i = 0; i < given.stimulus().get("put after Enabled").intValue(); i++) {
                bench.put("key", "new-" + i);
            }
            bench.time.settle();

            assertThat(bench.data())
                    .hasSize(given.expect().get("delivered").intValue())
                    .allMatch(data -> data.startsWith("new-"));
        }
    }

    private static void atTimestamp(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            for (int second = 0; second < 10; second++) {
                bench.put("key", "t0+" + second);
                bench.time.advance(Duration.ofSeconds(1));
            }

            bench.map(given);
            bench.time.settle();

            assertThat(bench.data()).containsExactly("t0+5", "t0+6", "t0+7", "t0+8", "t0+9");
        }
    }

    private static void batches(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            int preload = given.setup().get("preload").intValue();
            bench.putNumbers(preload);

            bench.map(given);
            bench.time.settle();

            assertThat(bench.batchSizes()).isEqualTo(ints(given.expect().get("batch sizes")));
            assertThat(bench.data()).isEqualTo(numbers(0, preload));
        }
    }

    private static List<Integer> ints(JsonNode list) {
        List<Integer> ints = new ArrayList<>();
        list.forEach(one -> ints.add(one.intValue()));
        return ints;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static void batchingWindow(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.map(given);

            bench.put("key", "0");
            bench.time.advance(Duration.ofMillis(500));
            bench.put("key", "1");
            bench.time.advance(Duration.ofMillis(500));
            bench.put("key", "2");
            bench.time.advance(Duration.ofSeconds(10));

            assertThat(bench.batchSizes())
                    .containsExactly(given.expect().get("batch").intValue());
            assertThat(bench.calls.get(0).sinceStart()).isEqualTo(Duration.ofSeconds(2));
        }
    }

    private static void sizeBeforeWindow(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.map(given);

            bench.putNumbers(2);
            bench.time.settle();

            assertThat(bench.batchSizes()).containsExactly(2);
            assertThat(bench.calls.get(0).sinceStart()).isZero();
        }
    }

    private static void disable(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            EventSourceMapping mapping = bench.map(given);
            bench.time.advance(Duration.ofMillis(100));
            List<String> states = new ArrayList<>();

            bench.put("key", "before");
            bench.time.settle();
            states.add(enable(bench, mapping, false));
            bench.time.advance(Duration.ofMillis(100));
            states.add(mapping.state());
            bench.putNumbers(2);
            bench.time.advance(Duration.ofMinutes(1));
            List<String> meanwhile = bench.data();
            states.add(enable(bench, mapping, true));
            bench.time.advance(Duration.ofMillis(100));
            states.add(mapping.state());

            assertThat(meanwhile).containsExactly("before");
            assertThat(bench.data()).containsExactly("before", "0", "1");
            assertThat(states)
                    .hasToString(given.expect()
                            .get("states")
                            .toString()
                            .replace("\"", "")
                            .replace(",", ", "));
        }
    }

    private static String enable(EsmBench bench, EventSourceMapping mapping, boolean enabled) {
        return bench.mappings
                .update(mapping.id(), spec -> spec.withEnabled(enabled))
                .state();
    }

    private static void delete(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            EventSourceMapping mapping = bench.map(given);

            String state = bench.mappings.delete(mapping.id()).state();
            bench.put("key", "late");
            bench.time.advance(Duration.ofSeconds(1));

            assertThat(state).isEqualTo(given.expect().get("body.State").asText());
            assertThat(bench.calls).isEmpty();
            assertThatThrownBy(() -> bench.mappings.get(mapping.id()))
                    .isInstanceOfSatisfying(
                            AwsException.class,
                            missing -> assertThat(missing.httpStatus()).isEqualTo(404));
        }
    }

    private static void retry(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> EsmBench.failure());
            bench.map(given);

            String number = bench.put("key", "bad").sequenceNumber().toString();
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(bench.calls).hasSize(given.expect().get("invokes").intValue());
            assertThat(bench.queue).hasSize(given.expect().get("q messages").intValue());
            JsonNode body = bench.queue.get(0);
            JsonNode expected = given.expect().get("body");
            assertMembers(body, expected);
            assertThat(body.get("responseContext")).isEqualTo(expected.get("responseContext"));
            assertThat(body.at("/KinesisBatchInfo/startSequenceNumber").asText())
                    .isEqualTo(number);
            assertThat(body.at("/KinesisBatchInfo/endSequenceNumber").asText()).isEqualTo(number);
            assertThat(body.has("payload")).isFalse();
        }
    }

    /** Numbers and texts by dotted name; what is said in words is checked by the case itself. */
    private static void assertMembers(JsonNode body, JsonNode expected) {
        expected.properties().forEach(member -> {
            JsonNode value = member.getValue();
            boolean said = value.asText().startsWith("=") || value.asText().contains(" ");
            if (value.isValueNode() && !said) {
                assertThat(body.at(pointer(member.getKey())).asText())
                        .as(member.getKey())
                        .isEqualTo(value.asText());
            }
        });
    }

    private static void retryWithoutEnd(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            AtomicBoolean failing = new AtomicBoolean(true);
            bench.answer(call -> failing.get() ? EsmBench.failure() : EsmBench.success("null"));
            bench.map(given);

            bench.put("key", "a");
            bench.put("key", "b");
            bench.time.advance(Duration.ofMillis(7_500));
            List<String> tried = bench.data();
            failing.set(false);
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(tried).containsExactly("a", "a", "a", "a", "a");
            assertThat(bench.data().subList(5, bench.data().size())).containsExactly("a", "b");
        }
    }

    private static void retryBesideAnotherShard(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            String bad = keyOf(bench, "shardId-000000000000");
            String good = keyOf(bench, "shardId-000000000001");
            bench.answer(call -> call.keys().contains(bad) ? EsmBench.failure() : EsmBench.success("null"));
            bench.map(given);

            bench.put(bad, "x");
            for (int i = 0; i < 10; i++) {
                bench.put(good, Integer.toString(i));
            }
            bench.time.settle();

            assertThat(bench.calls.stream()
                            .filter(call -> call.keys().contains(good))
                            .flatMap(call -> call.data().stream())
                            .filter(data -> !data.equals("probe")))
                    .hasSize(10);
        }
    }

    private static String keyOf(EsmBench bench, String shardId) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "key-" + i)
                .filter(key -> bench.put(key, "probe").shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
    }

    private static void ageWhileFailing(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> EsmBench.failure());
            bench.map(given);

            bench.put("key", "bad");
            bench.time.advance(Duration.ofMinutes(2));

            JsonNode body = bench.queue.get(0);
            assertThat(bench.queue).hasSize(1);
            assertThat(body.at("/requestContext/condition").asText())
                    .isEqualTo(given.expect()
                            .at("/q body/requestContext.condition")
                            .asText());
            assertThat(body.at("/requestContext/approximateInvokeCount").intValue())
                    .isEqualTo(8)
                    .isEqualTo(bench.calls.size() + 1);
            assertThat(body.has("responseContext")).isFalse();
        }
    }

    private static void ageAtTheStart(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.put("key", "old");
            bench.time.advance(Duration.ofSeconds(80));

            bench.map(given);
            bench.time.settle();

            assertThat(bench.calls).hasSize(given.expect().get("invokes").intValue());
            assertThat(bench.queue).hasSize(1);
            assertMembers(bench.queue.get(0), given.expect().get("q body"));
        }
    }

    private static void bisect(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> call.data().contains("5") ? EsmBench.failure() : EsmBench.success("null"));
            bench.putNumbers(given.setup().get("preload").intValue());

            bench.map(given);
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(bench.batchSizes()).isEqualTo(ints(given.expect().get("batch sizes")));
            assertThat(bench.calls.stream()
                            .filter(call -> !call.data().contains("5"))
                            .flatMap(call -> call.data().stream()))
                    .containsExactly("0", "1", "2", "3", "4", "6", "7");
            assertThat(bench.queue)
                    .singleElement()
                    .satisfies(body -> assertThat(
                                    body.at("/KinesisBatchInfo/batchSize").intValue())
                            .isEqualTo(given.expect()
                                    .get("q body.KinesisBatchInfo.batchSize")
                                    .intValue()));
        }
    }

    private static void bisectAfterTimeouts(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> call.data().size() * 400 > 1_000 ? EsmBench.failure() : EsmBench.success("null"));
            bench.putNumbers(given.setup().get("preload").intValue());

            EventSourceMapping mapping = bench.map(given);
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(bench.batchSizes()).isEqualTo(ints(given.expect().get("batch sizes")));
            assertThat(mapping.counters().recordsDelivered()).isEqualTo(4);
        }
    }

    private static void lowestReported(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> EsmBench.success(bench.calls.size() == 1 ? call.reporting(4, 2) : "{}"));
            bench.putNumbers(given.setup().get("preload").intValue());

            bench.map(given);
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(bench.calls.get(1).data())
                    .hasToString(ints(given.expect().get("second batch")).toString());
            assertThat(bench.calls).hasSize(2);
        }
    }

    private static void reportIgnored(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> EsmBench.success(call.reporting(0, 1)));
            bench.putNumbers(2);

            EventSourceMapping mapping = bench.map(given);
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(bench.calls).hasSize(given.expect().get("invokes").intValue());
            assertThat(mapping.lastProcessingResult()).isEqualTo("OK");
        }
    }

    private static void reportWithBisect(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> EsmBench.success(bench.calls.size() == 1 ? call.reporting(3) : "{}"));
            bench.putNumbers(given.setup().get("preload").intValue());

            bench.map(given);
            bench.time.advance(Duration.ofMinutes(1));

            assertThat(bench.calls.get(1).data())
                    .hasToString(ints(given.expect().get("second batch")).toString());
        }
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
            bench.answer(EsmCasesTest::counting);
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

            assertThat(bench.calls.stream().filter(EsmCasesTest::isFinal))
                    .hasSize(given.expect().get("final calls").intValue());
            assertThat(bench.calls).extracting(EsmCasesTest::isFinal).containsExactly(false, true, true, false);
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
