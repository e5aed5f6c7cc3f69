package dev.penstock.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reports of examples/warning-events are those of its template, and docs/analytics-examples.md names every example. */
class ExampleCasesTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "warning-events");
    private static final Path REPORTS = EXAMPLE.resolve("sql/reports.jsonl");
    private static final Path GUIDE = Path.of("src/test/resources/guide");

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @Test
    void bothReportsComeOut() throws IOException {
        try (Stream<SqlCase> cases = SqlCases.read(REPORTS.toString(), Files.newInputStream(REPORTS))) {
            List<SqlCase> all = cases.toList();

            assertThat(all).hasSize(2);
            assertThat(all)
                    .allSatisfy(
                            one -> assertThat(one.run().passed()).as(one.id()).isTrue());
        }
    }

    @Test
    void casesHaveTheCodeOfTheTemplate() throws IOException {
        String template =
                withoutBlanks(Files.readString(EXAMPLE.resolve("template.yaml")).replace("${Threshold}", "50"));

        for (String line : Files.readAllLines(REPORTS)) {
            JsonNode one = Json.MAPPER.readTree(line);

            assertThat(template).contains(withoutBlanks(one.get("sql").asText()));
        }
    }

    @Test
    void everyExampleIsInTheDocument() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "analytics-examples.md"));
        try (Stream<Path> files = Files.list(GUIDE)) {
            List<Path> all = files.toList();

            assertThat(all).isNotEmpty();
            for (Path file : all) {
                for (String line : Files.readAllLines(file)) {
                    String id = Json.MAPPER.readTree(line).get("id").asText();

                    assertThat(document).contains("`" + id + "`");
                }
            }
        }
    }
}
