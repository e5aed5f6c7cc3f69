package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFunctionsTest {
    private static final String RELEASE = "penstock.test.release";

    @TempDir
    private Path folder;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");

    @BeforeEach
    void copyCode() throws IOException {
        FunctionFolder.java(folder);
    }

    @Test
    void recordsOfAStreamReachARealHandler() {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 2)) {
            fixture.streams().create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
            fixture.create("java17", "example.handlers.KinesisHandler", folder);
            EventSourceMapping mapping = fixture.functions()
                    .mappings()
                    .create(EventSourceMappingSpec.of(
                                    AwsIdentity.DEFAULT
                                            .arn("kinesis", "stream/s")
                                            .toString(),
                                    "f",
                                    new StartingPosition.TrimHorizon())
                            .withBatch(100, Duration.ofSeconds(1))
                            .withRetries(0));

            fixture.streams()
                    .put("s", "dev-7", Bytes.utf8("hot"))
                    .toCompletableFuture()
                    .join();
            fixture.streams()
                    .put("s", "dev-8", Bytes.utf8("hot"))
                    .toCompletableFuture()
                    .join();
            time.advance(Duration.ofSeconds(1));

            assertThat(mapping.counters()).isEqualTo(new EventSourceMapping.Counters(2, 2, 0, 0, 1, 0, 0));
            assertThat(fixture.logs()).hasSize(3).last().asString().contains("Duration: 0.00 ms");
            assertThat(fixture.functions().mappings().all()).containsExactly(mapping);
        }
    }

    @Test
    void handlerThatThrowsIsRetriedByTheMapping() {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 2)) {
            fixture.streams().create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
            fixture.create("java17", "example.handlers.MisbehavingHandler::throwing", folder);
            EventSourceMapping mapping = fixture.functions()
                    .mappings()
                    .create(EventSourceMappingSpec.of(
                                    AwsIdentity.DEFAULT
                                            .arn("kinesis", "stream/s")
                                            .toString(),
                                    "f",
                                    new StartingPosition.TrimHorizon())
                            .withBatch(100, Duration.ZERO)
                            .withRetries(2));

            fixture.streams()
                    .put("s", "dev-7", Bytes.utf8("hot"))
                    .toCompletableFuture()
                    .join();
            time.advance(Duration.ofSeconds(2));

            assertThat(mapping.counters()).isEqualTo(new EventSourceMapping.Counters(1, 0, 1, 0, 3, 3, 0));
        }
    }

    @Test
    void invocationsBeyondTheConcurrencyWaitAndThenAreThrottled() {
        try (SystemTime systemTime = new SystemTime();
                FunctionsFixture fixture = new FunctionsFixture(systemTime, 1)) {
            fixture.create("java17", "example.handlers.MisbehavingHandler::hanging", folder);

            List<CompletableFuture<InvocationResult>> all = new ArrayList<>();
            for (int i = 0; i < 1_002; i++) {
                all.add(fixture.functions().invoke("f", Bytes.utf8("\"hang\"")).toCompletableFuture());
            }

            assertThat(all.subList(0, 1_001)).noneMatch(CompletableFuture::isDone);
            assertThat(all.get(1_001))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            AwsException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("TooManyRequestsException"));
        }
    }

    @Test
    void functionIsThrottledWhileTooManyInvocationsIgnoreTheirTimeout() {
        try (SystemTime systemTime = new SystemTime();
                FunctionsFixture fixture = new FunctionsFixture(systemTime, PooledEnvironments.MAX_HUNG)) {
            fixture.create(
                    "java17", "example.handlers.MisbehavingHandler::stubborn", folder, Duration.ofSeconds(3), Map.of());
            List<CompletableFuture<InvocationResult>> hung = new ArrayList<>();
            for (int i = 0; i < PooledEnvironments.MAX_HUNG; i++) {
                hung.add(fixture.functions().invoke("f", Bytes.utf8("\"hang\"")).toCompletableFuture());
            }
            hung.forEach(CompletableFuture::join);

            CompletableFuture<InvocationResult> next =
                    fixture.functions().invoke("f", Bytes.utf8("\"go\"")).toCompletableFuture();

            assertThat(next)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining("has 8 invocations that timed out and still run");
            System.setProperty(RELEASE, "true");
            await("the abandoned threads end").atMost(Duration.ofSeconds(30)).until(() -> !isAnyRunning());
            assertThat(fixture.call("\"go\""))
                    .as("invocations of a fresh environment")
                    .isEqualTo("1");
        } finally {
            System.clearProperty(RELEASE);
        }
    }

    private static boolean isAnyRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("penstock-function-f-"));
    }

    @Test
    void closingFailsWhatIsNotAnswered() {
        try (SystemTime systemTime = new SystemTime()) {
            FunctionsFixture fixture = new FunctionsFixture(systemTime, 1);
            fixture.create("java17", "example.handlers.MisbehavingHandler::hanging", folder);
            List<CompletableFuture<InvocationResult>> both = List.of(
                    fixture.functions().invoke("f", Bytes.utf8("\"hang\"")).toCompletableFuture(),
                    fixture.functions().invoke("f", Bytes.utf8("\"go\"")).toCompletableFuture());

            fixture.close();

            assertThat(both).allMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(systemTime.inFlight().snapshot()).doesNotContainKey("functions");
            await("the environment's thread ends")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !isAnyRunning());
        }
    }

    @Test
    void unknownFunctionIsNotFound() {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            assertThat(fixture.functions().invoke("nobody", Bytes.EMPTY).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .withMessage("Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody");
        }
    }

    @Test
    void asynchronousEventReachesARealHandler() {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create("java17", "example.handlers.CountingHandler", folder);

            String requestId = fixture.functions()
                    .invokeEvent("arn:aws:lambda:us-east-1:000000000000:function:f", Bytes.utf8("{}"))
                    .toCompletableFuture()
                    .join();
            time.settle();

            assertThat(fixture.logs()).anyMatch(line -> line.contains("END RequestId: " + requestId));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "g | Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
                "f:live | Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:live",
                "arn:aws:lambda:us-east-1:111111111111:function:f | Function not found:"
                        + " arn:aws:lambda:us-east-1:111111111111:function:f; this pipeline is account 000000000000 in us-east-1",
                "f f | 1 validation error detected: functionName: 'f f' is neither the name nor the ARN of a function;"
                        + " expected arn:aws:lambda:region:account:function:name"
            })
    void functionThatIsNotHereRefusesEventsAndInvocations(String function, String message) {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create("java17", "example.handlers.CountingHandler", folder);

            assertThat(fixture.functions().invokeEvent(function, Bytes.utf8("{}")))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .withMessage(message);
            assertThat(fixture.functions().invoke(function, Bytes.utf8("{}")))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .withMessage(message);
        }
    }

    @Test
    void sameNameTwiceIsAConflict() {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create("java17", "example.handlers.StreamHandler", folder);

            assertThatThrownBy(() -> fixture.create("java17", "example.handlers.StreamHandler", folder))
                    .isInstanceOf(AwsException.class)
                    .hasMessage("Function already exist: f");
        }
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ok | cobol1 | 3 | 128 | runtime 'cobol1' is not supported locally; use javaNN",
                "a b | java17 | 3 | 128 | Value 'a b' at 'functionName' failed to satisfy constraint",
                "ok | java17 | 901 | 128 | Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
                "ok | java17 | 3 | 64 | Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128"
            })
    void whatAwsOrWeCannotRunIsRefused(String name, String runtime, int timeout, int memory, String message) {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            FunctionSpec spec =
                    new FunctionSpec(name, runtime, "h", folder, Duration.ofSeconds(timeout), memory, Map.of());

            assertThatThrownBy(() -> fixture.create(spec))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void reservedVariableIsRefused() {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            assertThatThrownBy(() -> fixture.create(
                            "java17",
                            "example.handlers.StreamHandler",
                            folder,
                            Duration.ofSeconds(3),
                            Map.of("AWS_REGION", "eu-west-1")))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining("reserved keys")
                    .hasMessageContaining("AWS_REGION");
        }
    }

    @Test
    void missingCodeIsNamed() {
        try (FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            assertThatThrownBy(() -> fixture.create("java17", "h", folder.resolve("absent")))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining("absent does not exist; build it first or correct CodeUri");
        }
    }
}
