package dev.penstock.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.StatementReport;
import dev.penstock.analytics.FlinkSql.Translation;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.StartingPosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole Flink script, or the refusal, of every conformance case that compiles. With {@code -Dpenstock.flink.write=FILE}
 * the vectors are written anew, to be read before they are committed.
 */
class FlinkScriptsTest {
    private static final String VECTORS = "/vectors/flink-scripts.txt";
    private static final String MARK = "==== ";

    static Stream<Case> cases() {
        BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FlinkScriptsTest.class.getResourceAsStream("/conformance/kda-sql.jsonl")),
                StandardCharsets.UTF_8));
        return lines.lines().map(Case::read).filter(one -> !one.json.has("codeError"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isTranslatedAsReviewed(Case vector) throws IOException {
        assertThat(shown(vector)).isEqualTo(vectors().get(vector.id()));
    }

    @Test
    void vectorsAreWrittenOnRequest() throws IOException {
        String file = System.getProperty("penstock.flink.write", "");
        if (!file.isEmpty()) {
            StringBuilder all = new StringBuilder();
            cases().forEach(vector ->
                    all.append(MARK).append(vector.id()).append('\n').append(shown(vector)));
            Files.writeString(Path.of(file), all);
        }

        assertThat(vectors()).hasSameSizeAs(cases().toList());
    }

    static String shown(Case vector) {
        Translation translation;
        try {
            translation = FlinkSql.translate(vector.spec(), Options.kinesis("us-east-1", "000000000000"));
        } catch (AwsException refused) {
            return refused.code() + ": " + refused.getMessage() + "\n";
        }
        String classes = translation.statements().stream()
                .map(report -> report.statement() + " " + report.ease().letter())
                .collect(Collectors.joining(", ", "-- ", "\n"));
        String refusals = translation.statements().stream()
                .filter(StatementReport::isRefused)
                .map(report -> report.refusal() + "\n")
                .collect(Collectors.joining());
        return classes + (translation.isComplete() ? translation.script() : refusals);
    }

    private static Map<String, String> vectors() throws IOException {
        try (InputStream file = Objects.requireNonNull(FlinkScriptsTest.class.getResourceAsStream(VECTORS))) {
            Map<String, String> vectors = new LinkedHashMap<>();
            for (String block : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^" + MARK)) {
                if (!block.isEmpty()) {
                    int end = block.indexOf('\n');
                    vectors.put(block.substring(0, end), block.substring(end + 1));
                }
            }
            return new TreeMap<>(vectors);
        }
    }

    /** One line of the conformance file. */
    record Case(String id, JsonNode json) {

        static Case read(String line) {
            try {
                JsonNode json = Json.MAPPER.readTree(line);
                return new Case(json.get("id").asText(), json);
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        }

        ApplicationSpec spec() {
            RecordFormat format = new RecordFormat.Json("$");
            if (json.has("recordFormat")) {
                JsonNode csv = json.get("recordFormat");
                format = new RecordFormat.Csv(
                        csv.get("rowDelimiter").asText(),
                        csv.get("columnDelimiter").asText());
            }
            ApplicationSpec.Input input = new ApplicationSpec.Input(
                    "SOURCE_SQL_STREAM",
                    "input",
                    new StartingPosition.TrimHorizon(),
                    format,
                    columns(json.get("inputSchema"), "mapping"));
            List<ApplicationSpec.Reference> references = new ArrayList<>();
            for (JsonNode table : json.path("reference")) {
                references.add(new ApplicationSpec.Reference(
                        table.get("table").asText(),
                        new RecordFormat.Json("$"),
                        columns(table.get("columns"), ""),
                        () -> Bytes.utf8("")));
            }
            return new ApplicationSpec("app", json.get("sql").asText(), input, List.of(), references);
        }

        private static List<ApplicationSpec.Column> columns(JsonNode array, String mapping) {
            List<ApplicationSpec.Column> columns = new ArrayList<>();
            for (JsonNode column : array) {
                String name = column.get("name").asText();
                columns.add(new ApplicationSpec.Column(
                        name,
                        column.get("sqlType").asText(),
                        mapping.isEmpty() ? "$." + name : column.get(mapping).textValue()));
            }
            return columns;
        }

        @Override
        public String toString() {
            return id;
        }
    }
}
