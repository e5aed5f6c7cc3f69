package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.platform.aws.AwsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event source mappings: positions, batches, filters, life. */
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
}
