package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of cases made from the tables of the fact sheet without looking at this code: all pairs of operands, all
 * functions with all types, casts, number strings, payload kinds, templates and what is no SQL.
 */
class AuditVectorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit-operators.jsonl",
                "audit-language.jsonl",
                "audit-functions.jsonl",
                "audit-decided.jsonl",
            })
    void everyCaseOfTheFilePasses(String file) {
        Stream<RuleCase> cases = RuleCases.read(
                file, Objects.requireNonNull(AuditVectorsTest.class.getResourceAsStream("/vectors/" + file)));

        Stream<String> failures = cases.flatMap(AuditVectorsTest::failure);

        assertThat(failures).isEmpty();
    }

    private static Stream<String> failure(RuleCase one) {
        RuleCase.Result result = one.run();
        return result.passed()
                ? Stream.empty()
                : Stream.of("%s expected %s, got %s%n%s"
                        .formatted(one.id(), result.expected(), result.got(), result.explanation()));
    }
}
