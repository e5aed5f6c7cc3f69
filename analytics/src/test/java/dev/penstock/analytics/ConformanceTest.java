package dev.penstock.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the conformance file, and of those of our own in its format, gives the rows, the error rows or the refusal that the file names. */
class ConformanceTest {
    /** Our own applications of the kinds that AWS's developer guide shows. */
    private static final List<String> GUIDE = List.of(
            "guide/alerts",
            "guide/anomalies",
            "guide/date-time",
            "guide/filters",
            "guide/items",
            "guide/joins",
            "guide/parallel",
            "guide/several-types",
            "guide/strings",
            "guide/windows");

    private static final int CASES = 139;
    private static final int MORE = 575;
    private static final int AUDIT = 1165;
    private static final int RELATIONS = 75;
    private static final int EDGES = 229;

    static List<SqlCase> cases() {
        return Stream.concat(
                        Stream.of(
                                "conformance/kda-sql",
                                "conformance/kda-sql-more",
                                "conformance/kda-sql-audit",
                                "conformance/kda-sql-relations",
                                "conformance/kda-sql-edges"),
                        GUIDE.stream())
                .flatMap(file -> cases(file).stream())
                .toList();
    }

    private static List<SqlCase> cases(String file) {
        String name = "/%s.jsonl".formatted(file);
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
        assertThat(cases("conformance/kda-sql")).hasSize(CASES);
        assertThat(cases("conformance/kda-sql-more")).hasSize(MORE);
        assertThat(cases("conformance/kda-sql-audit")).hasSize(AUDIT);
        assertThat(cases("conformance/kda-sql-relations")).hasSize(RELATIONS);
        assertThat(cases("conformance/kda-sql-edges")).hasSize(EDGES);
    }
}
