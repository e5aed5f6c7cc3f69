package dev.penstock.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every case of the conformance file: it gives the rows the file names, or it is refused when the application is created
 * by an error that names the construct which is not supported yet. Nothing else is accepted.
 */
class ConformanceTest {
    private static final Logger log = LoggerFactory.getLogger(ConformanceTest.class);
    private static final int CASES = 139;
    private static final int FLOOR = 139;

    /** What is not supported yet, by area or by case, and how the error names it. */
    private static final Map<String, String> REFUSED = Map.of();

    private static final Map<String, int[]> RESULTS = new TreeMap<>();

    static Stream<Case> cases() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ConformanceTest.class.getResourceAsStream("/conformance/kda-sql.jsonl")),
                StandardCharsets.UTF_8));
        return reader.lines().filter(line -> !line.isBlank()).map(Case::parse);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheRowsOrIsRefusedByName(Case vector) {
        try (TestPipeline pipeline = new TestPipeline()) {
            AwsException refusal =
                    catchThrowableOfType(AwsException.class, () -> pipeline.analytics.create(vector.application()));
            String expected = REFUSED.getOrDefault(vector.id(), REFUSED.getOrDefault(vector.area(), ""));

            if (vector.json().has("codeError")) {
                assertThat(refusal).as("the code must be rejected").isNotNull();
                assertThat(refusal.code()).isEqualTo("CodeValidationException");
                assertThat(refusal).hasMessageMatching("(?s)\\d+:\\d+: .*\\^");
            } else if (!expected.isEmpty()) {
                assertThat(refusal).as("%s is not supported yet", expected).isNotNull();
                assertThat(refusal).hasMessageContaining(expected);
            } else {
                assertThat(refusal).as("the code must be accepted").isNull();
                vector.check(pipeline);
            }
            RESULTS.computeIfAbsent(vector.area(), area -> new int[2])[expected.isEmpty() ? 0 : 1]++;
        }
    }

    @AfterAll
    static void passesDoNotGetFewer() {
        RESULTS.forEach((area, counts) -> log.info("{}: {} pass, {} refused", area, counts[0], counts[1]));
        int passes = RESULTS.values().stream().mapToInt(counts -> counts[0]).sum();
        int refused = RESULTS.values().stream().mapToInt(counts -> counts[1]).sum();
        log.info("conformance: {} of {} pass, {} are refused by name", passes, CASES, refused);

        assertThat(passes + refused).as("cases that behave as stated").isEqualTo(CASES);
        assertThat(passes).as("cases that pass").isGreaterThanOrEqualTo(FLOOR);
    }

    /** One line of the file. */
    record Case(String id, String area, JsonNode json) {

        static Case parse(String line) {
            try {
                JsonNode json = Json.MAPPER.readTree(line);
                return new Case(json.get("id").asText(), json.get("area").asText(), json);
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        }

        ApplicationSpec application() {
            List<ApplicationSpec.Column> columns = new ArrayList<>();
            for (JsonNode column : json.get("inputSchema")) {
                columns.add(new ApplicationSpec.Column(
                        column.get("name").asText(),
                        column.get("sqlType").asText(),
                        column.get("mapping").textValue()));
            }
            ApplicationSpec plain = TestPipeline.application(json.get("sql").asText(), columns);
            ApplicationSpec.Input input = plain.input();
            if (json.has("recordFormat")) {
                input = new ApplicationSpec.Input(
                        input.namePrefix(), input.stream(), input.from(), csv(json.get("recordFormat")), columns);
            }
            return new ApplicationSpec(plain.name(), plain.code(), input, plain.outputs(), references());
        }

        private static ApplicationSpec.RecordFormat csv(JsonNode format) {
            return new ApplicationSpec.RecordFormat.Csv(
                    format.get("rowDelimiter").asText(),
                    format.get("columnDelimiter").asText());
        }

        /** Tables given as rows, as the JSON file that would hold them. */
        private List<ApplicationSpec.Reference> references() {
            List<ApplicationSpec.Reference> references = new ArrayList<>();
            for (JsonNode table : json.path("reference")) {
                List<ApplicationSpec.Column> columns = new ArrayList<>();
                for (JsonNode column : table.get("columns")) {
                    String name = column.get("name").asText();
                    columns.add(new ApplicationSpec.Column(name, column.get("sqlType").asText(), "$." + name));
                }
                StringBuilder file = new StringBuilder();
                for (JsonNode row : table.get("rows")) {
                    ObjectNode document = Json.MAPPER.createObjectNode();
                    for (int i = 0; i < columns.size(); i++) {
                        document.set(columns.get(i).name(), row.get(i));
                    }
                    file.append(document).append('\n');
                }
                references.add(new ApplicationSpec.Reference(
                        table.get("table").asText(),
                        new ApplicationSpec.RecordFormat.Json("$"),
                        columns,
                        () -> Bytes.utf8(file.toString())));
            }
            return references;
        }

        void check(TestPipeline pipeline) {
            pipeline.analytics.startApplication("app");
            for (JsonNode event : json.get("events")) {
                pipeline.at(event.get("t").asLong());
                pipeline.put(
                        event.has("raw")
                                ? Bytes.utf8(event.get("raw").asText())
                                : Bytes.utf8(event.get("data").toString()));
            }

            for (Map.Entry<String, JsonNode> stream : json.get("expect").properties()) {
                List<Map<String, @Nullable Object>> expected = expected(stream.getValue());
                List<Map<String, @Nullable Object>> actual = pipeline.rows(stream.getKey()).stream()
                        .map(Case::comparable)
                        .toList();
                if (json.get("ordered").asBoolean()) {
                    assertThat(actual).containsExactlyElementsOf(expected);
                } else {
                    assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
                }
            }
            if (json.has("errors")) {
                int count = json.get("errors").get("count").asInt();
                assertThat(pipeline.rows("error_stream")).hasSize(count);
                assertThat(pipeline.analytics.status("app").errorRows()).isEqualTo(count);
            }
        }

        private static List<Map<String, @Nullable Object>> expected(JsonNode rows) {
            List<Map<String, @Nullable Object>> expected = new ArrayList<>();
            for (JsonNode row : rows) {
                Map<String, @Nullable Object> columns = new LinkedHashMap<>();
                row.properties().forEach(field -> columns.put(field.getKey(), value(field.getValue())));
                expected.add(comparable(columns));
            }
            return expected;
        }

        private static @Nullable Object value(JsonNode node) {
            if (node.isNumber()) {
                return node.decimalValue();
            }
            return node.isBoolean() ? Boolean.valueOf(node.asBoolean()) : node.textValue();
        }

        /** Numbers by value, to 1e-9. */
        private static Map<String, @Nullable Object> comparable(Map<String, @Nullable Object> row) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            row.forEach((name, value) -> result.put(
                    name,
                    value instanceof Number
                            ? new BigDecimal(value.toString())
                                    .setScale(9, RoundingMode.HALF_UP)
                                    .stripTrailingZeros()
                            : value));
            return result;
        }

        @Override
        public String toString() {
            return area + "/" + id;
        }
    }
}
