package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaFunctionFailureTest {
    private static final String RELEASE = "penstock.test.release";

    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final FunctionsFixture fixture = new FunctionsFixture(time, 2);

    @BeforeEach
    void copyCode() throws IOException {
        FunctionFolder.java(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
        time.close();
    }

    private void create(String handler, Duration timeout) {
        fixture.create("java17", "example.handlers." + handler, folder, timeout, Map.of());
    }

    private static JsonNode documentOf(InvocationResult result) throws IOException {
        return Json.MAPPER.readTree(result.payload().shared());
    }

    @Test
    void exceptionBecomesTheErrorDocumentOfAws() throws IOException {
        create("MisbehavingHandler::throwing", Duration.ofSeconds(30));

        InvocationResult result = fixture.invoke("{}");

        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(documentOf(result).fieldNames())
                .toIterable()
                .containsExactly("errorMessage", "errorType", "stackTrace");
        assertThat(documentOf(result).get("errorMessage").asText()).isEqualTo("broken on purpose");
        assertThat(documentOf(result).get("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(documentOf(result).get("stackTrace").get(0).asText())
                .startsWith("example.handlers.MisbehavingHandler.throwing(MisbehavingHandler.java:");
        assertThat(result.payload().utf8()).as("our own frames").doesNotContain("dev.penstock");
        assertThat(fixture.logs())
                .anyMatch(event -> event.startsWith("broken on purpose: java.lang.IllegalStateException\n"
                        + "java.lang.IllegalStateException: broken on purpose\n\tat example.handlers."));
    }

    @Test
    void hangingHandlerTimesOutAndTheNextInvocationHasAFreshEnvironment() {
        create("MisbehavingHandler::hanging", Duration.ofSeconds(3));

        fixture.call("\"go\"");
        InvocationResult first = fixture.invoke("\"hang\"");
        String second = fixture.call("\"go\"");

        assertThat(first.functionError()).isEqualTo("Unhandled");
        assertThat(first.payload().utf8())
                .isEqualTo(
                        "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: %s Error: Task timed out after 3.00 seconds\"}"
                                .formatted(first.requestId()));
        assertThat(second).as("invocations of the fresh environment").isEqualTo("1");
        assertThat(fixture.logs())
                .anyMatch(line -> line.endsWith(first.requestId() + " Task timed out after 3.00 seconds"));
    }

    @Test
    void handlerThatIgnoresTheInterruptIsAbandonedAndReplaced() {
        create("MisbehavingHandler::stubborn", Duration.ofSeconds(3));
        try {
            fixture.call("\"go\"");

            InvocationResult hung = fixture.invoke("\"hang\"");
            String next = fixture.call("\"go\"");

            assertThat(hung.payload().utf8()).contains("Task timed out after 3.00 seconds");
            assertThat(next).as("invocations of a fresh environment").isEqualTo("1");
        } finally {
            System.setProperty(RELEASE, "true");
            await("the abandoned thread ends").atMost(Duration.ofSeconds(30)).until(() -> !isRunning("function-f-0"));
            System.clearProperty(RELEASE);
        }
    }

    private static boolean isRunning(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(running -> running.getName().equals("penstock-" + thread));
    }

    @ParameterizedTest(name = "{0}({1})")
    @CsvSource({
        "exiting, 0, Runtime exited without providing a reason",
        "exiting, 3, Runtime exited with error: exit status 3",
        "swallowingExit, 1, Runtime exited with error: exit status 1"
    })
    void exitEndsTheEnvironmentAndNotTheJvm(String method, String status, String reason) {
        create("MisbehavingHandler::" + method, Duration.ofSeconds(30));

        InvocationResult result = fixture.invoke(status);

        assertThat(result.payload().utf8())
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: %s Error: %s\"}"
                        .formatted(result.requestId(), reason));
        assertThat(fixture.invoke(status).requestId()).isNotEqualTo(result.requestId());
    }

    @Test
    void virtualMachineErrorIsAnAnswerAndEndsTheEnvironment() throws IOException {
        create("MisbehavingHandler::overflowing", Duration.ofSeconds(30));

        InvocationResult result = fixture.invoke("{}");

        assertThat(documentOf(result).get("errorType").asText()).isEqualTo("java.lang.StackOverflowError");
        assertThat(documentOf(fixture.invoke("{}")).get("errorType").asText())
                .isEqualTo("java.lang.StackOverflowError");
    }

    @Test
    void interruptFlagDoesNotReachTheNextInvocation() {
        create("MisbehavingHandler::interrupting", Duration.ofSeconds(30));

        assertThat(fixture.call("{}")).isEqualTo("\"interrupted\"");
        assertThat(fixture.call("{}")).isEqualTo("\"interrupted\"");
    }

    @Test
    void resultOverSixMegabytesIsAnError() {
        create("MisbehavingHandler::large", Duration.ofSeconds(30));

        InvocationResult result = fixture.invoke(Integer.toString(6 * 1024 * 1024 + 99));

        assertThat(result.payload().utf8())
                .isEqualTo(
                        "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size exceeded maximum allowed payload size (6291556 bytes).\"}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "example.handlers.Missing | Class not found: example.handlers.Missing",
                "::x | Invalid handler: `::x'",
                "example.handlers.BrokenHandlers$ThrowingConstructor | no table (java.lang.IllegalStateException)",
                "example.handlers.BrokenHandlers$ThrowingStatic | Error loading class example.handlers.BrokenHandlers$ThrowingStatic (java.lang.ExceptionInInitializerError), caused by java.lang.NumberFormatException",
                "example.handlers.BrokenHandlers$NeedsArgument | Class example.handlers.BrokenHandlers$NeedsArgument has no public zero-argument constructor",
                "example.handlers.BrokenHandlers$Raw | does not implement RequestHandler with concrete type parameters",
                "example.handlers.BrokenHandlers$NoHandler | Class does not implement an appropriate handler interface: example.handlers.BrokenHandlers$NoHandler",
                "example.handlers.BrokenHandlers$Exiting | Runtime exited with error: exit status 3",
                "example.handlers.PojoHandler::absent | No public method named absent with appropriate method signature found on class example.handlers.PojoHandler",
                "example.handlers.PojoHandler::wrong | No public method named wrong with appropriate method signature"
            })
    void unusableHandlerIsKnownAtCreation(String handler, String message) {
        assertThatThrownBy(() -> fixture.create("java17", handler, folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("function 'f'")
                .hasMessageContaining(message);
    }

    @Test
    void missingLibraryIsNamed() throws IOException {
        Path bare = folder.resolve("bare");
        FunctionFolder.java(bare);
        CodeFolder.deleteTree(bare.resolve("lib"));

        assertThatThrownBy(() -> fixture.create("java17", "example.handlers.KinesisHandler", bare))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("com.amazonaws.services.lambda.runtime.events.KinesisEvent not present");
    }
}
