package dev.penstock.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.FlinkSql;
import dev.penstock.analytics.FlinkSql.FlinkRuntime;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.Time;
import dev.penstock.stream.StartingPosition;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the artefact runs the script; only the Kinesis connector and the service are left out. */
class JobProjectTest {
    private static final String CODE = """
        CREATE STREAM O (T TIMESTAMP, K VARCHAR(8), N INTEGER);
        CREATE PUMP P AS INSERT INTO O SELECT STREAM ROWTIME, "k", COUNT(*) FROM SOURCE_SQL_STREAM_001
          WHERE "k" <> ';' GROUP BY "k", STEP(SOURCE_SQL_STREAM_001.ROWTIME BY INTERVAL '1' MINUTE);
        """;

    @TempDir
    Path folder;

    @Test
    void programOfTheProjectRunsItsScript() throws Exception {
        Map<String, String> project = FlinkSql.project(
                FlinkSql.translate(
                        application(), new Options(new Time.Arrival(), "eu-west-1", "000000000000", null, "recorded")),
                FlinkRuntime.FLINK_2_2);
        RecordFile.write(RecordFile.input(folder, "in"), List.of(record("a", "00.000"), record("a", "59.999")));

        try (FlinkCluster cluster = FlinkCluster.start();
                URLClassLoader loader = compiled(project.getOrDefault("src/main/java/job/SqlJob.java", ""))) {
            TableResult job = (TableResult) loader.loadClass("job.SqlJob")
                    .getMethod("run", TableEnvironment.class, String.class)
                    .invoke(null, cluster.environment(folder), project.get("src/main/resources/script.sql"));
            job.await();
        }

        assertThat(RecordFile.outputs(folder).get("O"))
                .extracting(row -> new String(row, StandardCharsets.UTF_8))
                .containsExactly("{\"T\":\"2024-01-01 00:01:00\",\"K\":\"a\",\"N\":2}");
    }

    private static ApplicationSpec application() {
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                "SOURCE_SQL_STREAM",
                "in",
                new StartingPosition.TrimHorizon(),
                "$",
                List.of(new ApplicationSpec.Column("k", "VARCHAR(8)", "$.k")));
        return new ApplicationSpec("app", CODE, input, List.of());
    }

    private static byte[] record(String key, String second) {
        return "{\"k\":\"%s\",\"APPROXIMATE_ARRIVAL_TIME\":\"2024-01-01 00:00:%s\"}"
                .formatted(key, second)
                .getBytes(StandardCharsets.UTF_8);
    }

    private URLClassLoader compiled(String source) throws Exception {
        Path file = Files.writeString(folder.resolve("SqlJob.java"), source);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        assertThat(code).as("the compiler's answer").isZero();
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    }
}
