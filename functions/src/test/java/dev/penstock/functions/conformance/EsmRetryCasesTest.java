package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event source mappings: retries, age, bisecting and partial answers. */
class EsmRetryCasesTest {
    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>();

    static {
        SCRIPTS.put("ESM-030", EsmRetryCasesTest::retry);
        SCRIPTS.put("ESM-032", EsmRetryCasesTest::retryWithoutEnd);
        SCRIPTS.put("ESM-033", EsmRetryCasesTest::retryBesideAnotherShard);
        SCRIPTS.put("ESM-035", EsmRetryCasesTest::ageWhileFailing);
        SCRIPTS.put("ESM-036", EsmRetryCasesTest::ageAtTheStart);
        SCRIPTS.put("ESM-044", EsmRetryCasesTest::bisect);
        SCRIPTS.put("ESM-045", EsmRetryCasesTest::bisectAfterTimeouts);
        SCRIPTS.put("ESM-047", EsmRetryCasesTest::lowestReported);
        SCRIPTS.put("ESM-050", EsmRetryCasesTest::reportIgnored);
        SCRIPTS.put("ESM-051", EsmRetryCasesTest::reportWithBisect);
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

    private static String pointer(String dotted) {
        return "/" + dotted.replace('.', '/');
    }

    private static List<Integer> ints(JsonNode list) {
        List<Integer> ints = new ArrayList<>();
        list.forEach(one -> ints.add(one.intValue()));
        return ints;
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
}
