package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.FlinkRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A Maven project whose jar runs a script: what Managed Service for Apache Flink takes. */
public final class JobProject {
    private JobProject() {}

    /** Its files by their path in the folder. */
    public static Map<String, String> of(String script, FlinkRuntime runtime) {
        String pom = text("pom.xml.txt")
                .replace("@runtime@", runtime.toString())
                .replace("@flink@", runtime.flink())
                .replace("@java@", Integer.toString(runtime.java()))
                .replace("@connector@", runtime.connector())
                .replace("@connector.version@", runtime.connectorVersion());
        return new TreeMap<>(Map.of(
                "pom.xml", pom,
                "src/main/java/job/SqlJob.java", text("SqlJob.java.txt"),
                "src/main/resources/script.sql", script));
    }

    private static String text(String name) {
        try (InputStream file = Objects.requireNonNull(JobProject.class.getResourceAsStream("project/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
