package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to the whole process belongs to the environment instead. */
class SystemCallTest {
    @TempDir
    private static Path code;

    @BeforeAll
    static void copyCode() throws IOException {
        FunctionFolder.java(code);
    }

    private static OneEnvironment open(String method) {
        return OneEnvironment.of(code, "ProcessHandler::" + method, Map.of("TABLE", "warnings"));
    }

    @Test
    void processBuilderHasTheVariablesOfTheFunction() throws IOException {
        try (OneEnvironment environment = open("builder")) {
            JsonNode seen = Json.MAPPER.readTree(environment.call("\"TABLE\""));

            assertThat(seen.get("TABLE").asBoolean()).isTrue();
            assertThat(seen.get("ADDED").asBoolean()).isTrue();
            assertThat(seen.get("PATH").asBoolean()).as("of the real process").isFalse();
        }
    }

    @Test
    void startedProcessHasTheVariablesOfTheFunction() {
        try (OneEnvironment environment = OneEnvironment.of(
                code, "ProcessHandler::started", Map.of("JAVA_TOOL_OPTIONS", "-Dfrom.function=yes"))) {
            assertThat(environment.call("\"from.function = \"")).contains("from.function = yes");
        }
    }

    @Test
    void standardInputIsEmpty() {
        try (OneEnvironment input = open("input")) {
            assertThat(input.call("{}")).isEqualTo("-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "runtimeReference"})
    void methodReferenceToExitEndsTheEnvironmentOnly(String method) {
        try (OneEnvironment environment = open(method)) {
            Answer answer = environment.invoke("4");

            assertThat(answer.payload().utf8()).contains("Runtime exited with error: exit status 4");
            assertThat(environment.environment().isAlive()).isFalse();
        }
    }

    @Test
    void methodReferenceToGetenvSeesTheFunction() {
        try (OneEnvironment environment = open("references")) {
            assertThat(environment.call("{}")).isEqualTo("2");
        }
    }

    @Test
    void shutdownHookRunsWhenTheEnvironmentEnds() {
        OneEnvironment environment = open("hook");
        environment.call("\"ran\"");

        environment.close();

        assertThat(environment.lines()).anyMatch(line -> line.endsWith("hook ran"));
    }

    @Test
    void printedStackTracesAreLogged() {
        try (OneEnvironment environment = open("traces")) {
            environment.call("{}");

            assertThat(environment.lines())
                    .contains("example.handlers.ProcessHandler$Problem", "printed its own way")
                    .noneMatch(line -> line.contains("OwnError"));
        }
    }

    @Test
    void outputOfThreadsOfTheHandlerIsLogged() {
        try (OneEnvironment environment = open("child")) {
            environment.call("\"x\"");

            assertThat(environment.lines()).contains("child x");
        }
    }

    @Test
    void outputAfterTheInvocationNamesItsEnvironment() {
        try (OneEnvironment environment = open("late")) {
            environment.call("\"x\"");

            await("the late line")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> environment.lines().equals(List.of("[environment 7, between invocations] late x")));
        }
    }

    @Test
    void contextLoaderIsTheFunctionsAndResourcesOfTheHostAreHidden() {
        try (OneEnvironment environment = open("classLoaders")) {
            assertThat(environment.call("{}")).isEqualTo("\"true false\"");
        }
    }
}
