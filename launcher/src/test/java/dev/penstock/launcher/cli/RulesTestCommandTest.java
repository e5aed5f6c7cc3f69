package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTestCommandTest {
    private static final String PASSES =
            "{\"id\":\"p-1\",\"area\":\"b\",\"sql\":\"SELECT v FROM 't'\",\"topic\":\"t\",\"payload\":{\"v\":1},\"expect\":{\"v\":1}}\n";
    private static final String FAILS =
            "{\"id\":\"f-1\",\"area\":\"a\",\"sql\":\"SELECT w AS v FROM 't'\",\"topic\":\"t\",\"payload\":{\"v\":1},\"expect\":{\"v\":1}}\n";
    private static final String RULE = """
            ruleName: b
            sql: SELECT v FROM 't'
            samples:
              - {name: one, topic: t, payload: {v: 1}, expect: {v: 1}}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void lastLineCountsAndAllPassedIsZero() throws IOException {
        int code = run(file("a.jsonl", PASSES + "\n" + PASSES), file("b.rule.yaml", RULE));

        assertThat(code).isZero();
        assertThat(out.toString().lines().toList())
                .containsExactly(
                        "area          passed   failed", "b                  3        0", "", "3 passed, 0 failed");
    }

    @Test
    void failureShowsWhatWasExpectedAndWhy() throws IOException {
        Path file = file("a.jsonl", PASSES + FAILS);

        int code = run(file);

        assertThat(code).isEqualTo(1);
        assertThat(out.toString().lines().toList())
                .startsWith(
                        "FAILED f-1 (%s:2)".formatted(file),
                        "  expected  {\"v\":1}",
                        "  got       {}",
                        "  explained",
                        "    message on 't' from client 'client' at 2026-01-01T00:00:00Z",
                        "    payload {\"v\":1}")
                .endsWith(
                        "area          passed   failed",
                        "a                  0        1",
                        "b                  1        0",
                        "",
                        "1 passed, 1 failed");
    }

    @Test
    void refusedRuleIsAFailureWithItsCaret() throws IOException {
        int code = run(file("a.jsonl", FAILS.replace("SELECT w AS v", "SELECT lenght(v) AS v")));

        assertThat(code).isEqualTo(1);
        assertThat(out.toString())
                .contains("got       the rule is refused: SqlParseException: line 1, column 8", "            ^");
    }

    @Test
    void folderStandsForAllCasesBelowAndFilesRunOnce() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("x/y"));
        Files.writeString(inner.resolve("a.jsonl"), PASSES);
        Files.writeString(inner.resolve("b.rule.yaml"), RULE);
        Files.writeString(inner.resolve("template.yaml"), "not: a rule test");
        Files.writeString(inner.resolve("notes.json"), "{}");

        int code = run(folder.resolve("x"), inner.resolve("a.jsonl"));

        assertThat(code).isZero();
        assertThat(out.toString()).endsWith("2 passed, 0 failed\n");
    }

    @Test
    void jsonHoldsEveryCase() throws IOException {
        Path file = file("a.jsonl", PASSES + FAILS);

        int code = run("--json", file.toString());

        JsonNode document = Json.MAPPER.readTree(out.toString());
        assertThat(code).isEqualTo(1);
        assertThat(document.path("passed").asInt()).isEqualTo(1);
        assertThat(document.path("failed").asInt()).isEqualTo(1);
        assertThat(document.path("unusable")).isEmpty();
        assertThat(document.path("areas")).hasSize(2);
        assertThat(document.path("cases").get(0).toString())
                .isEqualTo(
                        "{\"id\":\"p-1\",\"area\":\"b\",\"file\":\"%s\",\"line\":1,\"passed\":true}".formatted(file));
        assertThat(document.path("cases").get(1).path("got").asText()).isEqualTo("{}");
        assertThat(document.path("cases").get(1).path("explanation").asText()).contains("Undefined");
    }

    @Test
    void everyUnusableFileIsNamedAndNothingRuns() throws IOException {
        int code = run(
                file("a.jsonl", PASSES),
                folder.resolve("absent.jsonl"),
                Files.createDirectory(folder.resolve("empty")),
                file("b.rule.yaml", "sql: 1\nsampels: []\n"));

        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("absent.jsonl: there is no such file")
                .contains("empty: there is no *.jsonl and no *.rule.yaml in this folder or below")
                .contains("b.rule.yaml:2:1: unknown key 'sampels'; did you mean 'samples'?");
    }

    @Test
    void fileWithoutCasesDoesNotPass() throws IOException {
        int code = run(file("a.jsonl", "\n \n"), file("b.jsonl", PASSES));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("a.jsonl: there are no cases in the file");
        assertThat(out.toString()).endsWith("1 passed, 0 failed\n");
    }

    @Test
    void noFileIsWrongUse() {
        assertThat(run(new String[0])).isEqualTo(2);
        assertThat(err.toString()).contains("FILE");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private int run(Path... files) {
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            names.add(file.toString());
        }
        return run(names.toArray(new String[0]));
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("rules", "test"));
        all.addAll(List.of(arguments));
        return PenstockCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }
}
