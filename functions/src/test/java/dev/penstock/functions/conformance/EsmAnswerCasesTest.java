package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event source mappings: what a function with partial batch responses may answer, and what that means. */
class EsmAnswerCasesTest {
    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>();

    static {
        List.of("ESM-048a", "ESM-048c", "ESM-048d", "ESM-048f")
                .forEach(id -> SCRIPTS.put(id, EsmAnswerCasesTest::success));
        List.of("ESM-049a", "ESM-049c", "ESM-049d").forEach(id -> SCRIPTS.put(id, EsmAnswerCasesTest::failure));
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

    private static void success(LambdaCase given) {
        try (EsmBench bench = answering(given)) {
            EventSourceMapping mapping = bench.map(given);
            bench.putNumbers(given.stimulus().get("put").intValue());
            bench.time.advance(Duration.ofMinutes(5));

            assertThat(bench.calls).hasSize(given.expect().get("invokes").intValue());
            assertThat(mapping.counters().recordsDelivered()).isEqualTo(1);
            assertThat(mapping.lastProcessingResult()).isEqualTo("OK");
        }
    }

    private static void failure(LambdaCase given) {
        try (EsmBench bench = answering(given)) {
            EventSourceMapping mapping = bench.map(given);
            bench.putNumbers(given.stimulus().get("put").intValue());
            bench.time.advance(Duration.ofMinutes(5));

            assertThat(bench.calls).hasSize(given.expect().get("invokes").intValue());
            assertThat(mapping.counters().recordsDiscarded()).isEqualTo(1);
            assertThat(bench.queue).hasSize(1);
            given.expect()
                    .get("q body")
                    .properties()
                    .forEach(member -> assertThat(member(bench.queue.get(0), member.getKey()))
                            .isEqualTo(member.getValue().asText()));
        }
    }

    private static EsmBench answering(LambdaCase given) {
        String text = given.setup().get("function").asText().substring("returns ".length());
        EsmBench bench = EsmBench.of(given);
        bench.answer(call -> EsmBench.success(text));
        return bench;
    }

    /** {@code null} when it is not there. */
    private static String member(JsonNode body, String dotted) {
        JsonNode member = body.at("/" + dotted.replace('.', '/'));
        return member.isMissingNode() ? "null" : member.asText();
    }
}
