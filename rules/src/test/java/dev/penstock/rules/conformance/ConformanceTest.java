package dev.penstock.rules.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of the vector file gives what it expects. */
class ConformanceTest {
    private static final String FILE = "/conformance/iot-sql.jsonl";
    private static final int CASES = 998;

    static Stream<RuleCase> cases() {
        return RuleCases.read("iot-sql.jsonl", Objects.requireNonNull(ConformanceTest.class.getResourceAsStream(FILE)));
    }

    @TestFactory
    Stream<DynamicTest> everyCaseGivesWhatItExpects() {
        return cases().map(one -> DynamicTest.dynamicTest(one.id() + " " + one.subject(), () -> passes(one)));
    }

    @Test
    void noCaseIsLost() {
        List<String> ids = cases().map(RuleCase::id).distinct().toList();

        assertThat(ids).hasSize(CASES);
    }

    private static void passes(RuleCase one) {
        RuleCase.Result result = one.run();

        assertThat(result.passed())
                .as("%s expected %s%ngot %s%n%s", one.id(), result.expected(), result.got(), result.explanation())
                .isTrue();
    }
}
