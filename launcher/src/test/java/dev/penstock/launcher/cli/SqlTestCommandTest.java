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

class SqlTestCommandTest {
    private static final String PASSES = """
            {"id":"p-1","area":"b","inputSchema":[{"name":"V","sqlType":"INTEGER","mapping":"$.v"}],
            "sql":"CREATE STREAM O (V INTEGER); CREATE PUMP P AS INSERT INTO O SELECT STREAM V FROM SOURCE_SQL_STREAM_001;",
            "events":[{"t":0,"data":{"v":4}}],"expect":{"O":[{"V":4}]},"ordered":true}""".replace("\n", "") + "\n";
    private static final String FAILS = PASSES.replace("p-1", "f-1").replace("\"V\":4", "\"V\":5");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void differencesCountsAndTheExitCode() throws IOException {
        Path file = file("a.jsonl", PASSES + FAILS);

        int code = run(file.toString());

        assertThat(code).isEqualTo(1);
        assertThat(out.toString().lines().toList())
                .containsExactly(
                        "FAILED f-1 (%s:2)".formatted(file),
                        "  expected  O, 1 rows in this order",
                        "            ! {\"V\":5}",
                        "  got       O, 1 rows",
                        "            ! {\"V\":4}",
                        "  explained",
                        "    pump P into O (V)",
                        "      select [0] V",
                        "        rows of stream SOURCE_SQL_STREAM_001",
                        "",
                        "area          passed   failed",
                        "b                  1        1",
                        "",
                        "1 passed, 1 failed");
    }

    @Test
    void folderStandsForAllCasesBelow() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("x/y"));
        Files.writeString(inner.resolve("a.jsonl"), PASSES);
        Files.writeString(inner.resolve("b.jsonl"), PASSES);

        int code = run(folder.resolve("x").toString(), inner.resolve("a.jsonl").toString());

        assertThat(code).isZero();
        assertThat(out.toString()).endsWith("2 passed, 0 failed\n");
    }

    @Test
    void jsonHoldsEveryCase() throws IOException {
        int code = run("--json", file("a.jsonl", PASSES + FAILS).toString());

        JsonNode document = Json.MAPPER.readTree(out.toString());
        assertThat(code).isEqualTo(1);
        assertThat(document.path("cases").get(1).path("explanation").asText()).startsWith("pump P into O");
        assertThat(document.path("failed").asInt()).isEqualTo(1);
    }

    @Test
    void unusableFilesAreNamed() throws IOException {
        assertThat(run(folder.resolve("absent.jsonl").toString())).isEqualTo(2);
        assertThat(run(file("a.jsonl", "\n").toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("absent.jsonl: there is no such file")
                .contains("a.jsonl: there are no cases in the file");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("sql", "test"));
        all.addAll(List.of(arguments));
        return PenstockCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }
}
