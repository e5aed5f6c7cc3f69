package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole queries: what comes out of which rows, and when. The file says how to read it. */
class QueryTest {
    private static final long START = 1_704_067_200_000L;
    private static final List<ApplicationSpec.Column> COLUMNS = List.of(
            column("k", "VARCHAR(8)"), column("v", "INTEGER"), column("d", "DOUBLE"), column("ts", "TIMESTAMP"));
    private static final ApplicationSpec.Reference TABLE = new ApplicationSpec.Reference(
            "T",
            new ApplicationSpec.RecordFormat.Json("$"),
            List.of(column("k", "VARCHAR(8)"), column("name", "VARCHAR(16)")),
            () -> Bytes.utf8("""
                    {"k":"a","name":"alpha"}
                    {"k":"a","name":"able"}
                    {"k":"b","name":"beta"}
                    {"k":null,"name":"none"}
                    """));

    static Stream<Example> examples() throws IOException {
        try (InputStream file = Objects.requireNonNull(QueryTest.class.getResourceAsStream("/vectors/queries.txt"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^==== ")).skip(1).map(Example::parse);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void givesTheRows(Example example) {
        try (TestPipeline pipeline = new TestPipeline()) {
            ApplicationSpec plain = TestPipeline.application(example.code, COLUMNS);
            pipeline.run(
                    new ApplicationSpec(plain.name(), plain.code(), plain.input(), plain.outputs(), List.of(TABLE)));
            for (String event : example.events) {
                String[] parts = event.split(" ", 2);
                pipeline.at(Long.parseLong(parts[0]));
                if (parts.length == 2) {
                    pipeline.put(parts[1]);
                }
            }

            List<String> actual = new ArrayList<>();
            pipeline.all("O").forEach(row -> actual.add(shown(row)));
            pipeline.rows("error_stream").forEach(error -> actual.add("error: " + error.get("MESSAGE")));

            assertThat(actual).containsExactlyElementsOf(example.rows);
        }
    }

    private static String shown(InApplicationRow row) {
        return row.columns().values().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", row.rowTime().toEpochMilli() - START + " ", ""));
    }

    record Example(String name, String code, List<String> events, List<String> rows) {

        static Example parse(String block) {
            String[] parts = block.split("(?m)^----\n");
            int line = parts[0].indexOf('\n');
            return new Example(
                    parts[0].substring(0, line),
                    parts[0].substring(line + 1),
                    parts[1].lines().toList(),
                    parts[2].lines().filter(row -> !row.isBlank()).toList());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
