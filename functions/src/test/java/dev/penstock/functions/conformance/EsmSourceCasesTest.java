package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations.Delivery;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.DynamoDbSource;
import dev.penstock.functions.source.LocalMappings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event source mappings: filters, the stream of a table, a consumer, a bucket as destination. */
class EsmSourceCasesTest {
    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>();

    private static final Duration POLL = Duration.ofMillis(500);

    static {
        SCRIPTS.put("ESM-039", EsmSourceCasesTest::objectOfFailedBatch);
        SCRIPTS.put("ESM-061", EsmSourceCasesTest::bytesAsTheyWere);
        SCRIPTS.put("ESM-062", EsmSourceCasesTest::filterByMetadata);
        SCRIPTS.put("ESM-064", EsmSourceCasesTest::filteredBeforeBatches);
        SCRIPTS.put("ESM-067", EsmSourceCasesTest::filterOfATable);
        SCRIPTS.put("ESM-068", EsmSourceCasesTest::filterRemoved);
        SCRIPTS.put("ESM-082", EsmSourceCasesTest::consumer);
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

    private static void objectOfFailedBatch(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.answer(call -> EsmBench.failure());
            EventSourceMapping mapping = bench.map(given);

            bench.putNumbers(given.stimulus().get("put").intValue());
            bench.time.settle();

            assertThat(bench.deliveries).hasSize(1);
            Delivery delivery = bench.deliveries.get(0);
            assertThat(delivery.attributes().get("key"))
                    .matches("aws/lambda/" + mapping.id() + "/shardId-000000000000/2026/01/01/2026-01-01T00\\.00\\.00-"
                            + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            JsonNode body = EsmBench.read(delivery.body());
            assertThat(body.at("/requestContext/approximateInvokeCount"))
                    .isEqualTo(given.expect().get("body.requestContext.approximateInvokeCount"));
            assertThat(body.at("/payload/Records")).isEqualTo(bench.calls.get(0).records());
        }
    }

    private static void bytesAsTheyWere(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.map(given);

            bench.put("key", given.stimulus().get("put").get(0).asText());
            bench.time.settle();

            assertThat(bench.calls).hasSize(1);
            assertThat(bench.calls.get(0).records().at("/0/kinesis/data"))
                    .isEqualTo(given.expect().get("delivered data"));
        }
    }

    private static void filterByMetadata(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            bench.map(given);

            given.stimulus()
                    .get("put")
                    .forEach(put -> bench.put(put.get(0).asText(), put.get(1).asText()));
            bench.time.settle();

            List<String> keys =
                    bench.calls.stream().flatMap(call -> call.keys().stream()).toList();
            assertThat(keys)
                    .containsExactly(given.expect().get("delivered").get(0).asText());
        }
    }

    private static void filteredBeforeBatches(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            EventSourceMapping mapping = bench.map(given);

            for (int i = 1; i <= 9; i++) {
                bench.put("key", "{\"ok\":" + (i % 3 == 0) + "}");
            }
            bench.time.settle();

            assertThat(bench.batchSizes())
                    .containsExactly(given.expect().get("batch").intValue())
                    .hasSize(given.expect().get("invokes").intValue());
            assertThat(mapping.counters().recordsFiltered()).isEqualTo(6);
        }
    }

    /** Also run on DynamoDB Local, by the launcher's TableEventsIT. */
    private static void filterOfATable(LambdaCase given) {
        ScriptedTable table = new ScriptedTable();
        try (EsmBench bench = new EsmBench();
                LocalMappings mappings = new LocalMappings(
                        EsmBench.IDENTITY,
                        bench.time,
                        List.of(DynamoDbSource.of(table, EsmBench.IDENTITY.region(), bench.time)),
                        bench,
                        bench,
                        MappingSettings.DEFAULT)) {
            EventSourceMapping mapping =
                    mappings.create(withSource(EsmBench.spec(given.setup().get("esm")), ScriptedTable.ARN));

            table.put("k1", Map.of("a", 1));
            table.put("k1", Map.of("a", 1));
            table.put("k1", Map.of("a", 2));
            table.delete("k1");
            bench.time.advance(POLL);

            List<String> delivered = bench.calls.stream()
                    .flatMap(call -> call.records().findValuesAsText("eventName").stream())
                    .toList();
            assertThat(delivered)
                    .containsExactly(given.expect().get("delivered").get(0).asText());
            assertThat(mapping.counters().recordsRead()).isEqualTo(3);
            assertThat(bench.calls.get(0).records().at("/0/eventSourceARN").asText())
                    .isEqualTo(ScriptedTable.ARN);
        }
    }

    private static void filterRemoved(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            EventSourceMapping mapping = bench.map(given);

            bench.put("key", "{\"k\":\"b\"}");
            bench.time.advance(POLL);
            bench.mappings.update(mapping.id(), EsmSourceCasesTest::withoutFilters);
            bench.time.advance(POLL);
            bench.put("key", "{\"k\":\"b\"}");
            bench.time.advance(POLL);

            assertThat(bench.data()).hasSize(given.expect().get("delivered").intValue());
            assertThat(mapping.spec().filters()).isEmpty();
        }
    }

    private static void consumer(LambdaCase given) {
        try (EsmBench bench = EsmBench.of(given)) {
            String name = given.setup().get("consumer").asText();
            bench.kinesis(
                    "RegisterStreamConsumer",
                    "{\"StreamARN\":\"%s\",\"ConsumerName\":\"%s\"}".formatted(EsmBench.STREAM_ARN, name));
            String arn = "%s/consumer/%s:%d".formatted(EsmBench.STREAM_ARN, name, EsmBench.START.getEpochSecond());
            bench.mappings.create(withSource(EsmBench.spec(given.setup().get("esm")), arn));

            bench.putNumbers(given.stimulus().get("put").intValue());
            bench.time.settle();

            assertThat(bench.data()).hasSize(given.expect().get("delivered").intValue());
            assertThat(bench.calls.get(0).records().at("/0/eventSourceARN").asText())
                    .isEqualTo(arn);
        }
    }

    private static EventSourceMappingSpec withSource(EventSourceMappingSpec spec, String source) {
        return copy(spec, source, spec.filters());
    }

    private static EventSourceMappingSpec withoutFilters(EventSourceMappingSpec spec) {
        return copy(spec, spec.source(), List.of());
    }

    private static EventSourceMappingSpec copy(EventSourceMappingSpec spec, String source, List<String> filters) {
        return new EventSourceMappingSpec(
                source,
                spec.function(),
                spec.from(),
                spec.batchSize(),
                spec.batchWindow(),
                spec.parallelization(),
                spec.maxRetries(),
                spec.maxAgeSeconds(),
                spec.bisect(),
                spec.reportItemFailures(),
                spec.tumblingWindow(),
                filters,
                spec.onFailure(),
                spec.enabled());
    }
}
