package dev.penstock.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the conformance file, and of one of our own in its format, gives the rows, the error rows or the refusal that the file names. */
class ConformanceTest {
    private static final int CASES = 139;
    private static final int MORE = 335;

    static List<SqlCase> cases() {
        return Stream.of("kda-sql", "kda-sql-more")
                .flatMap(file -> cases(file).stream())
                .toList();
    }

    private static List<SqlCase> cases(String file) {
        String name = "/conformance/%s.jsonl".formatted(file);
        try (Stream<SqlCase> cases =
                SqlCases.read(name, Objects.requireNonNull(ConformanceTest.class.getResourceAsStream(name)))) {
            return cases.toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheRows(SqlCase one) {
        SqlCase.Result result = one.run();

        assertThat(result.passed())
                .as("%s%nexpected %s%ngot %s%n%s", one.id(), result.expected(), result.got(), result.explanation())
                .isTrue();
        if (result.expected().equals("CodeValidationException")) {
            assertThat(result.got()).matches("(?s)CodeValidationException: \\d+:\\d+: .*\\^.*");
        }
    }

    @Test
    void noCaseIsMissing() {
        assertThat(cases("kda-sql")).hasSize(CASES);
        assertThat(cases("kda-sql-more")).hasSize(MORE);
    }
}
