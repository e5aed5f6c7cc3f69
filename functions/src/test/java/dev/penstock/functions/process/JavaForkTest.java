package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaForkTest {
    @TempDir
    private static Path folder;

    private final SystemTime time = new SystemTime();
    private final FunctionsFixture fixture = new FunctionsFixture(time, 2);

    @BeforeAll
    static void compiledHandlers() throws IOException {
        FunctionFolder.java(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
        time.close();
    }

    private static FunctionOptions forked(Optional<Path> interpreter) {
        FunctionOptions usual = FunctionOptions.DEFAULT;
        return new FunctionOptions(
                usual.description(),
                usual.role(),
                usual.layers(),
                usual.reservedConcurrency(),
                usual.deadLetterTarget(),
                usual.ephemeralStorageMb(),
                usual.architecture(),
                usual.logging(),
                usual.tags(),
                true,
                interpreter,
                OptionalInt.empty());
    }

    private void create(String handler) {
        create("java17", handler, Optional.empty());
    }

    private void create(String runtime, String handler, Optional<Path> interpreter) {
        fixture.create(new FunctionSpec(
                "f",
                runtime,
                "example.handlers." + handler,
                folder,
                Duration.ofSeconds(30),
                256,
                Map.of("TABLE", "warnings"),
                forked(interpreter)));
    }

    private static JsonNode documentOf(InvocationResult result) throws IOException {
        return Json.MAPPER.readTree(result.payload().shared());
    }

    @Test
    void staticStateLivesInTheChild() {
        create("CountingHandler");

        assertThat(fixture.call("{}")).isEqualTo("1");
        assertThat(fixture.call("{}")).isEqualTo("2");
    }

    @Test
    void outputAndLoggerAreLoggedBetweenStartAndEnd() {
        create("SystemHandler::printing");

        InvocationResult result = fixture.invoke("\"x\"");

        assertThat(result.payload().utf8()).isEqualTo("\"printed\"");
        assertThat(fixture.logs())
                .containsSubsequence(
                        "START RequestId: %s Version: $LATEST".formatted(result.requestId()),
                        "out x",
                        "err x",
                        "logger x",
                        "runtime x",
                        "no line end",
                        "END RequestId: " + result.requestId());
    }

    @Test
    void environmentAndClassesAreThoseOfTheFunction() throws IOException {
        create("SystemHandler::environment");
        assertThat(fixture.call("\"TABLE\"")).isEqualTo("\"warnings,warnings,warnings\"");

        fixture.functions().catalog().delete("f");
        create("SystemHandler::visible");
        JsonNode visible = documentOf(fixture.invoke("""
                ["io.netty.channel.Channel", "com.fasterxml.jackson.databind.ObjectMapper", "org.slf4j.Logger",
                 "com.amazonaws.services.lambda.runtime.Context", "example.handlers.CountingHandler"]"""));

        assertThat(visible).extracting(JsonNode::asBoolean).containsExactly(false, false, false, true, true);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "MisbehavingHandler::exiting | 0 | Runtime exited without providing a reason",
                "MisbehavingHandler::exiting | 7 | Runtime exited with error: exit status 7",
                "MisbehavingHandler::swallowingExit | 3 | Runtime exited with error: exit status 3",
                "ProcessHandler::runtimeReference | 4 | Runtime exited with error: exit status 4"
            })
    void exitEndsTheChildOnly(String handler, String status, String reason) {
        create(handler);

        InvocationResult result = fixture.invoke(status);

        assertThat(result.payload().utf8())
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: %s Error: %s\"}"
                        .formatted(result.requestId(), reason));
    }

    @Test
    void exceptionBecomesTheErrorDocumentOfAws() throws IOException {
        create("MisbehavingHandler::boom");

        InvocationResult result = fixture.invoke("{}");

        assertThat(documentOf(result).fieldNames())
                .toIterable()
                .containsExactly("errorMessage", "errorType", "stackTrace");
        assertThat(documentOf(result).get("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(documentOf(result).get("stackTrace"))
                .first()
                .satisfies(frame -> assertThat(frame.asText()).startsWith("example.handlers.MisbehavingHandler.boom("));
    }

    @Test
    void stackOverflowEndsTheChildAfterItsAnswer() throws IOException {
        create("MisbehavingHandler::overflowing");

        InvocationResult first = fixture.invoke("{}");
        InvocationResult second = fixture.invoke("{}");

        assertThat(documentOf(first).get("errorType").asText()).isEqualTo("java.lang.StackOverflowError");
        assertThat(documentOf(second).get("errorType").asText()).isEqualTo("java.lang.StackOverflowError");
    }

    @Test
    void newerRuntimeThanOursNeedsANewerJava() {
        assertThatThrownBy(() -> create("java99", "CountingHandler", Optional.empty()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("runtime java99 needs Java 99")
                .hasMessageContaining("set JAVA_HOME");
    }

    @Test
    void interpreterThatIsNoProgramIsNamed() {
        assertThatThrownBy(() -> create("java17", "CountingHandler", Optional.of(folder.resolve("absent"))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("absent, which is no program");
    }
}
