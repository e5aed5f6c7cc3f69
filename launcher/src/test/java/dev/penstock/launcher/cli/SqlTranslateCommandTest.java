package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SqlTranslateCommandTest {
    private static final String SCHEMA = """
        {"NamePrefix": "SOURCE_SQL_STREAM", "InputSchema": {
          "RecordFormat": {"RecordFormatType": "JSON",
            "MappingParameters": {"JSONMappingParameters": {"RecordRowPath": "$"}}},
          "RecordColumns": [{"Name": "k", "SqlType": "VARCHAR(8)", "Mapping": "$.k"},
            {"Name": "ts", "SqlType": "TIMESTAMP", "Mapping": "$.ts"}]}}\
        """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void scriptIsPrinted() throws IOException {
        int code = run("SELECT STREAM \"k\" FROM SOURCE_SQL_STREAM_001", SCHEMA, "--stream", "devices");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("'stream.arn' = 'arn:aws:kinesis:us-east-1:000000000000:stream/devices'")
                .contains("INSERT INTO `OUT1`\nSELECT `k` AS `A`\nFROM `SOURCE_SQL_STREAM_001`;");
    }

    @Test
    void inputParallelismIsRead() throws IOException {
        String query = "SELECT STREAM \"k\" FROM SOURCE_SQL_STREAM_002";

        int two = run(query, SCHEMA.replaceFirst("\\{", "{\"InputParallelism\": {\"Count\": 2}, "));
        int wrong = run(query, SCHEMA.replaceFirst("\\{", "{\"InputParallelism\": {\"Count\": 65}, "));

        assertThat(two).isZero();
        assertThat(out.toString()).contains("CREATE TEMPORARY VIEW `SOURCE_SQL_STREAM_002`");
        assertThat(wrong).isEqualTo(2);
        assertThat(err.toString()).contains("InputParallelism.Count must be 1 to 64, not 65");
    }

    @Test
    void artifactIsAProjectThatIsNotWrittenOver() throws IOException {
        String query = "SELECT STREAM \"k\" FROM SOURCE_SQL_STREAM_001";
        Path project = folder.resolve("job");

        int first = run(query, SCHEMA, "--artifact", project.toString());
        int second = run(query, SCHEMA, "--artifact", project.toString());

        assertThat(first).isZero();
        assertThat(project.resolve("pom.xml")).content().contains("<mainClass>job.SqlJob</mainClass>");
        assertThat(project.resolve("src/main/java/job/SqlJob.java")).exists();
        assertThat(project.resolve("src/main/resources/script.sql")).content().contains("INSERT INTO `OUT1`");
        assertThat(second).isEqualTo(2);
        assertThat(err.toString()).contains("is there already");
    }

    @Test
    void outputSaysWhereRowsGo() throws IOException {
        int code = run("SELECT STREAM \"k\" FROM SOURCE_SQL_STREAM_001", SCHEMA, "--output", "OUT1=reports");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("CREATE TABLE `OUT1`").contains("stream/reports'");
    }

    @Test
    void refusalIsAnErrorAndThereIsNoScript() throws IOException {
        int code = run(
                "SELECT STREAM TIMESTAMP_TO_CHAR('y', \"ts\") || REGEX_REPLACE(\"k\", 'a', 'b', 1, 2)"
                        + " FROM SOURCE_SQL_STREAM_001",
                SCHEMA);

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("pump P: 2:")
                .contains("REGEX_REPLACE")
                .contains("By hand");
    }

    @Test
    void reportNamesTheClassOfEachStatement() throws IOException {
        int code = run("SELECT STREAM \"k\" FROM SOURCE_SQL_STREAM_001", SCHEMA, "--report", "--time", "ts");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("R  input SOURCE_SQL_STREAM_001")
                .contains("M  stream OUT1 (line 1)")
                .contains("M  pump P (line 2)");
    }

    @Test
    void fileThatIsNoSchemaIsWrongInput() throws IOException {
        int code = run("SELECT STREAM \"k\" FROM SOURCE_SQL_STREAM_001", "{}");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("RecordFormat and RecordColumns");
    }

    private int run(String query, String schema, String... options) throws IOException {
        Path code = Files.writeString(
                folder.resolve("app.sql"),
                "CREATE STREAM OUT1 (A VARCHAR(8));\nCREATE PUMP P AS INSERT INTO OUT1 " + query + ";");
        Path input = Files.writeString(folder.resolve("input.json"), schema);
        String[] arguments = new String[5 + options.length];
        String[] fixed = {"sql", "translate", code.toString(), "--input-schema", input.toString()};
        System.arraycopy(fixed, 0, arguments, 0, fixed.length);
        System.arraycopy(options, 0, arguments, fixed.length, options.length);
        CommandLine line = PenstockCommand.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
