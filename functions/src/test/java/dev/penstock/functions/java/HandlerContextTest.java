package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a handler is told, and how it logs. */
class HandlerContextTest {
    @TempDir
    private Path folder;

    private Path code = Path.of("");

    @BeforeEach
    void copyCode() throws IOException {
        code = FunctionFolder.java(folder.resolve("code"));
    }

    @Test
    void clientContextAndTraceAreHandedOn() throws IOException {
        String client = "{\"client\":{\"installation_id\":\"i-1\",\"app_title\":\"t\"},\"custom\":{\"k\":\"v\"},"
                + "\"env\":{\"locale\":\"de\"}}";

        try (OneEnvironment environment = OneEnvironment.of(code, "ContextHandler::seen")) {
            JsonNode seen = Json.MAPPER.readTree(environment
                    .invoke("{}", client, "Root=1-5759e988-bd862e3fe1be46a994272793")
                    .payload()
                    .shared());

            assertThat(seen)
                    .isEqualTo(
                            Json.MAPPER.readTree(
                                    "{\"installation\":\"i-1\",\"title\":\"t\",\"custom\":{\"k\":\"v\"},"
                                            + "\"env\":{\"locale\":\"de\"},\"trace\":\"Root=1-5759e988-bd862e3fe1be46a994272793\","
                                            + "\"identity\":\"null\",\"arn\":\"arn:aws:lambda:us-east-1:000000000000:function:f:live\"}"));
        }
    }

    @Test
    void textLogHasLevelsAndOneEventForEachCall() {
        try (OneEnvironment environment = OneEnvironment.of(code, "ContextHandler::log")) {
            environment.call("{}");

            assertThat(environment.lines())
                    .containsExactly("plain", "two\nlines", "[DEBUG] fine", "[ERROR] bad", "bytes", "static");
        }
    }

    @Test
    void jsonLogIsFilteredByLevel() throws IOException {
        try (OneEnvironment environment = OneEnvironment.of(
                code, "ContextHandler::log", Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "INFO"))) {
            environment.call("{}");

            List<String> lines = environment.lines();
            assertThat(lines).hasSize(5).noneMatch(line -> line.contains("fine"));
            assertThat(lines.get(3)).isEqualTo("bytes");
            JsonNode bad = Json.MAPPER.readTree(lines.get(2));
            assertThat(bad.fieldNames()).toIterable().containsExactly("timestamp", "message", "level", "AWSRequestId");
            assertThat(bad.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(bad.get("message").asText()).isEqualTo("bad");
            assertThat(bad.get("level").asText()).isEqualTo("ERROR");
            assertThat(bad.get("AWSRequestId").asText()).isEqualTo(OneEnvironment.REQUEST_ID);
        }
    }

    @Test
    void layersFollowTheCodeAndALaterLayerHidesTheSameFile() throws IOException {
        Path first = layer("first", "a.jar", "1.0");
        Path second = layer("second", "a.jar", "2.0");

        try (OneEnvironment environment =
                OneEnvironment.of(code, List.of(first, second), "LibraryHandler::jackson", Map.of())) {
            assertThat(environment.call("{}")).isEqualTo("\"2.0\"");
        }
        FunctionFolder.jar(code.resolve("lib/z.jar"), "3.0", Version.class);
        try (OneEnvironment environment =
                OneEnvironment.of(code, List.of(first, second), "LibraryHandler::jackson", Map.of())) {
            assertThat(environment.call("{}")).isEqualTo("\"3.0\"");
        }
    }

    private Path layer(String name, String jar, String version) throws IOException {
        Path layer = folder.resolve(name);
        Files.createDirectories(layer.resolve("java/lib"));
        FunctionFolder.jar(layer.resolve("java/lib").resolve(jar), version, Version.class);
        return layer;
    }

    @Test
    void bufferOfARecordIsAsLongAsItsData() {
        try (OneEnvironment environment = OneEnvironment.of(code, "JsonHandlers$Buffer")) {
            assertThat(environment.call("{\"Records\":[{\"kinesis\":{\"data\":\"aG90\"}}]}"))
                    .isEqualTo("\"true 0 3 0\"");
        }
    }

    @Test
    void resultThatCannotBeWrittenIsAnError() throws IOException {
        try (OneEnvironment environment = OneEnvironment.of(code, "JsonHandlers$Unwritable")) {
            assertThat(environment.error("{}").toString())
                    .isEqualTo("{\"errorMessage\":\"An error occurred during JSON serialization of response\","
                            + "\"errorType\":\"java.lang.RuntimeException\",\"stackTrace\":[]}");
        }
    }
}
