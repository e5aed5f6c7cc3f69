package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The language line by line: what the shared vectors leave out, and what we decided where AWS says nothing. */
class LanguageVectorsTest {
    private static final String FILE = "/vectors/language.jsonl";

    @TestFactory
    Stream<DynamicTest> everyVectorGivesWhatItExpects() {
        return RuleCases.read(
                        "language.jsonl", Objects.requireNonNull(LanguageVectorsTest.class.getResourceAsStream(FILE)))
                .map(one -> DynamicTest.dynamicTest(one.id() + " " + one.subject(), () -> passes(one)));
    }

    private static void passes(RuleCase one) {
        RuleCase.Result result = one.run();

        assertThat(result.passed())
                .as("%s expected %s%ngot %s%n%s", one.id(), result.expected(), result.got(), result.explanation())
                .isTrue();
    }
}
