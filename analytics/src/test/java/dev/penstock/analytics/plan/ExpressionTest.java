package dev.penstock.analytics.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.sql.TypeParser;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.window.Watermark;
import dev.penstock.platform.aws.AwsException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.calcite.DataContext;
import org.apache.calcite.DataContexts;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpressionTest {
    private static final ApplicationCompiler COMPILER = new ApplicationCompiler();
    private static final long START = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final long HALF_PAST_TWELVE = 45_000_000;
    private static final StreamSchema INPUT = new StreamSchema(
            "S",
            List.of(
                    column("i", "INTEGER"),
                    column("n", "INTEGER"),
                    column("z", "INTEGER"),
                    column("t", "TINYINT"),
                    column("big", "BIGINT"),
                    column("d", "DOUBLE"),
                    column("r", "REAL"),
                    column("dec", "DECIMAL(10,2)"),
                    column("s", "VARCHAR(32)"),
                    column("c", "CHAR(5)"),
                    column("e", "VARCHAR(8)"),
                    column("on", "BOOLEAN"),
                    column("ts", "TIMESTAMP"),
                    column("dt", "DATE"),
                    column("x", "VARCHAR(8)"),
                    column("tm", "TIME"),
                    column("bin", "BINARY(4)"),
                    column("vb", "VARBINARY(8)")));
    private static final @Nullable Object[] ROW = {
        START,
        7,
        null,
        0,
        (byte) 100,
        Long.MAX_VALUE,
        2.5,
        1.5f,
        new BigDecimal("12.34"),
        "north gate",
        "ab   ",
        "",
        true,
        Instant.parse("2024-03-05T13:48:23.250Z").toEpochMilli(),
        (int) LocalDate.parse("2024-02-29").toEpochDay(),
        null,
        (int) (LocalTime.parse("13:48:23.250").toNanoOfDay() / 1_000_000),
        ByteString.of("0aff0000", 16),
        ByteString.of("0aff", 16)
    };

    static Stream<Vector> vectors() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ExpressionTest.class.getResourceAsStream("/vectors/expressions.txt")),
                StandardCharsets.UTF_8));
        return reader.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Vector::parse);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void hasTheValue(Vector vector) {
        String actual = vector.evaluate();

        if (vector.isValue()) {
            assertThat(actual).isEqualTo(vector.expected());
        } else {
            int colon = vector.expected().indexOf(' ');
            assertThat(actual).startsWith(vector.expected().substring(0, colon));
            assertThat(actual).contains(vector.expected().substring(colon + 1));
        }
    }

    private static StreamColumn column(String name, String type) {
        return StreamColumn.nullable(name, TypeParser.parse(type));
    }

    record Vector(String expression, String type, String expected) {

        /** The last two bars part the line; an expression may hold some. */
        static Vector parse(String line) {
            int second = line.lastIndexOf(" | ");
            int first = line.lastIndexOf(" | ", second - 1);
            return new Vector(line.substring(0, first), line.substring(first + 3, second), line.substring(second + 3));
        }

        boolean isValue() {
            return !expected.startsWith("error: ") && !expected.startsWith("refused: ");
        }

        String evaluate() {
            String code = "CREATE STREAM O (V %s); CREATE PUMP P AS INSERT INTO O SELECT STREAM %s FROM S"
                    .formatted(type, expression);
            PlanNode plan;
            try {
                plan = COMPILER.compile(code, INPUT, List.of()).pumps().get(0).query();
            } catch (AwsException refusal) {
                return "refused: " + refusal.getMessage();
            }
            try {
                StreamColumn target = column("V", type);
                Object value = Assignment.assign(run(plan).get(0)[0], target);
                return value == null ? "NULL" : Assignment.text(value, target.type());
            } catch (RuntimeException failure) {
                return "error: " + failure.getMessage();
            }
        }

        private static List<@Nullable Object[]> run(PlanNode plan) {
            List<@Nullable Object[]> results = new ArrayList<>();
            Probe probe = new Probe();
            plan.open(new Collector(results), probe);
            Objects.requireNonNull(probe.reader).row(START, ROW);
            return results;
        }

        @Override
        public String toString() {
            return expression + " as " + type;
        }
    }

    private record Collector(List<@Nullable Object[]> rows) implements Operator {
        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            rows.add(values);
        }

        @Override
        public void bound(long time) {}
    }

    /** Where the operators of one query are set up. */
    private static final class Probe implements PlanNode.Site {
        private @Nullable Operator reader;

        @Override
        public void read(String stream, Operator newReader) {
            reader = newReader;
        }

        @Override
        public List<@Nullable Object[]> table(String name) {
            throw new AssertionError("no query here joins a table");
        }

        @Override
        public RowErrors errors() {
            return (rowTime, values, cause) -> {
                throw cause;
            };
        }

        @Override
        public Watermark watermark() {
            return new Watermark();
        }

        @Override
        public void ownTime() {}

        @Override
        public DataContext context() {
            return DataContexts.of(name ->
                    name.equals(DataContext.Variable.CURRENT_TIMESTAMP.camelName) ? START : START + HALF_PAST_TWELVE);
        }
    }
}
