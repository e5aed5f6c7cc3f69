package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.RecordingDestinations;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs, limits, concurrency, asynchronous invocations, environment, reload. */
class CoreCasesTest {
    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>(Map.of(
            "RUN-004", CoreCasesTest::logLines,
            "RUN-008", CoreCasesTest::timeout,
            "RUN-028", CoreCasesTest::responseLimit,
            "RUN-031", CoreCasesTest::concurrency,
            "RUN-032", CoreCasesTest::throttle,
            "RUN-034", CoreCasesTest::asyncSuccess,
            "RUN-035", CoreCasesTest::deadLetter,
            "RUN-038", CoreCasesTest::environment,
            "RUN-043", CoreCasesTest::hotReload));

    private static final String PYTHON = "python3.11";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    private static final FunctionSettings SETTINGS = FunctionSettings.of(Map.of());

    static Stream<LambdaCase> cases() {
        return SCRIPTS.keySet().stream().map(LambdaCases::get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseHolds(LambdaCase given) throws Exception {
        SCRIPTS.get(given.id()).run(given);
    }

    private static void logLines(LambdaCase given) throws IOException {
        try (SystemTime time = new SystemTime();
                FunctionsFixture fixture = fixture(time)) {
            create(fixture, python("print('hi')"), FunctionOptions.DEFAULT);

            String first = fixture.invoke("{}").requestId();
            List<String> lines = fixture.logs();
            fixture.invoke("{}");

            JsonNode expected = given.expect().get("lines 1st");
            assertThat(lines).hasSize(expected.size());
            for (int i = 0; i < lines.size(); i++) {
                assertThat(lines.get(i)).matches(pattern(expected.get(i).asText(), first));
            }
            assertThat(fixture.logs()).last().asString().startsWith("REPORT").doesNotContain("Init Duration");
        }
    }

    /** What stands in angle brackets is any value of its kind. */
    private static String pattern(String text, String requestId) {
        return Pattern.quote(text.replace("\\t", "\t"))
                .replace("<id>", requestId)
                .replace("<f.2>", "\\E\\d+\\.\\d\\d\\Q")
                .replace("<int>", "\\E\\d+\\Q");
    }

    private static void timeout(LambdaCase given) throws IOException {
        try (SystemTime time = new SystemTime();
                FunctionsFixture fixture = fixture(time)) {
            FunctionSpec slow = new FunctionSpec(
                    "f",
                    PYTHON,
                    "app.handler",
                    python("import time; time.sleep(60)"),
                    Duration.ofSeconds(given.setup().get("Timeout").asInt()),
                    128,
                    Map.of());
            fixture.create(slow);

            long begin = time.millis();
            InvocationResult result = fixture.invoke("{}");
            long elapsed = time.millis() - begin;

            assertThat(result.functionError())
                    .isEqualTo(given.expect().get("X-Amz-Function-Error").asText());
            assertPayload(given.expect().get("payload"), result);
            assertThat(elapsed).isBetween(1_000L, 30_000L); // how far beyond 1 s is a matter of how busy the machine is
        }
    }

    private static void assertPayload(JsonNode expected, InvocationResult result) throws IOException {
        String text = expected.toString().replace("<id>", result.requestId());
        assertThat(Json.MAPPER.readTree(result.payload().shared())).isEqualTo(Json.MAPPER.readTree(text));
    }

    private static void responseLimit(LambdaCase given) throws IOException {
        try (FunctionsFixture fixture = fixture(testTime())) {
            create(fixture, python("return 'x' * event"), FunctionOptions.DEFAULT);

            InvocationResult fits = fixture.invoke("6291554");
            InvocationResult tooLarge = fixture.invoke("6291555");

            assertThat(fits.succeeded()).isTrue();
            assertPayload(given.expect().get("payload"), tooLarge);
            assertThat(fixture.invoke("1").succeeded()).isTrue();
        }
    }

    private static void concurrency(LambdaCase given) throws IOException {
        try (FunctionsFixture fixture = fixture(testTime())) {
            Path code = python("pass");
            Path met = Files.createTempDirectory("met-");
            FunctionFolder.python(code, """
                    import os, time
                    COUNT = 0
                    def handler(event, context):
                        global COUNT
                        COUNT += 1
                        open(os.path.join("%1$s", str(os.getpid())), "w").close()
                        while len(os.listdir("%1$s")) < 2:
                            time.sleep(0.01)
                        return COUNT
                    """.formatted(met));
            create(fixture, code, FunctionOptions.DEFAULT);

            CompletableFuture<InvocationResult> one = invoke(fixture);
            CompletableFuture<InvocationResult> two = invoke(fixture);
            List<String> both =
                    List.of(one.join().payload().utf8(), two.join().payload().utf8());
            String third = fixture.call("{}");

            assertThat(both).containsExactly("1", "1");
            assertThat(third).isEqualTo("2");
            assertThat(fixture.functions().logs("f", 100))
                    .filteredOn(line -> line.startsWith("INIT_START"))
                    .hasSize(given.expect().get("environments").asInt());
            CodeFolder.deleteTree(met);
        }
    }

    private static CompletableFuture<InvocationResult> invoke(FunctionsFixture fixture) {
        return fixture.functions().invoke("f", Bytes.utf8("{}")).toCompletableFuture();
    }

    private static void throttle(LambdaCase given) throws IOException {
        try (FunctionsFixture fixture = fixture(testTime())) {
            FunctionOptions reserved = FunctionOptions.DEFAULT.withReservedConcurrency(
                    OptionalInt.of(given.setup().get("reserved").asInt()));
            create(fixture, python("import time; time.sleep(0.3)"), reserved);

            CompletableFuture<InvocationResult> first = invoke(fixture);
            CompletableFuture<InvocationResult> second = invoke(fixture);

            JsonNode expected = given.expect().get("second");
            assertThatThrownBy(second::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(AwsException.class, refusal -> {
                        assertThat(refusal.httpStatus())
                                .isEqualTo(expected.get("http").asInt());
                        assertThat(refusal.code())
                                .isEqualTo(expected.get("error").asText());
                        assertThat(refusal.members())
                                .containsEntry("Reason", expected.get("Reason").asText());
                    });
            assertThat(first.join().succeeded()).isTrue();
            assertThat(fixture.invoke("{}").succeeded()).isTrue();
        }
    }

    private static void asyncSuccess(LambdaCase given) throws IOException {
        TestTime time = testTime();
        RecordingDestinations destinations = new RecordingDestinations();
        try (FunctionsFixture fixture = new FunctionsFixture(time, SETTINGS, destinations)) {
            create(fixture, python("return {'ok': 1}"), FunctionOptions.DEFAULT);
            fixture.functions()
                    .catalog()
                    .setEvents(
                            "f",
                            Optional.of(new FunctionOptions.Events(
                                    OptionalInt.empty(), OptionalLong.empty(), Optional.of(QUEUE), Optional.empty())));

            fixture.functions()
                    .invokeEvent("f", Bytes.utf8(given.stimulus().get("invoke").asText()))
                    .toCompletableFuture()
                    .join();
            time.settle();

            JsonNode body = Json.MAPPER.readTree(
                    destinations.sent().get(0).delivery().body().shared());
            JsonNode expected = given.expect().get("q body");
            assertThat(destinations.sent().get(0).target()).isEqualTo(QUEUE);
            assertThat(body.at("/requestContext/condition")).isEqualTo(expected.get("requestContext.condition"));
            assertThat(body.get("responsePayload")).isEqualTo(expected.get("responsePayload"));
            assertThat(body.get("responseContext").has("functionError")).isFalse();
        }
    }

    private static void deadLetter(LambdaCase given) throws IOException {
        TestTime time = testTime();
        RecordingDestinations destinations = new RecordingDestinations();
        try (FunctionsFixture fixture = new FunctionsFixture(time, SETTINGS, destinations)) {
            create(
                    fixture,
                    python("raise Exception('no')"),
                    FunctionOptions.DEFAULT.withDeadLetterTarget(Optional.of(QUEUE)));
            fixture.functions()
                    .catalog()
                    .setEvents(
                            "f",
                            Optional.of(new FunctionOptions.Events(
                                    OptionalInt.of(0), OptionalLong.empty(), Optional.empty(), Optional.empty())));

            String requestId = fixture.functions()
                    .invokeEvent("f", Bytes.utf8(given.stimulus().get("invoke").asText()))
                    .toCompletableFuture()
                    .join();
            time.settle();

            RecordingDestinations.Sent sent = destinations.sent().get(0);
            assertThat(Json.MAPPER.readTree(sent.delivery().body().shared()))
                    .isEqualTo(given.expect().get("q body"));
            Map<String, String> attributes = new TreeMap<>();
            given.expect()
                    .get("attributes")
                    .properties()
                    .forEach(entry -> attributes.put(
                            entry.getKey(), entry.getValue().asText().replace("<id>", requestId)));
            assertThat(sent.delivery().attributes()).isEqualTo(attributes);
        }
    }

    private static void environment(LambdaCase given) throws IOException {
        try (FunctionsFixture fixture = fixture(testTime())) {
            Path code = python("import os; return dict(os.environ)");
            FunctionSpec refused = new FunctionSpec(
                    "f", PYTHON, "app.handler", code, Duration.ofSeconds(30), 128, Map.of("A", "1", "AWS_REGION", "x"));
            FunctionSpec accepted =
                    new FunctionSpec("f", PYTHON, "app.handler", code, Duration.ofSeconds(30), 128, Map.of("A", "1"));

            assertThatThrownBy(() -> fixture.create(refused))
                    .isInstanceOfSatisfying(AwsException.class, refusal -> {
                        assertThat(refusal.httpStatus()).isEqualTo(400);
                        assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
                    })
                    .hasMessage("Lambda was unable to configure your environment variables because the environment"
                            + " variables you have provided contains reserved keys that are currently not supported for"
                            + " modification. Reserved keys used in this request: AWS_REGION");
            fixture.create(accepted);
            JsonNode seen = Json.MAPPER.readTree(fixture.call("{}"));

            for (JsonNode expected : given.expect().get("variables")) {
                String[] variable = expected.asText().replace("<name>", "f").split("=", 2);
                assertThat(seen.path(variable[0]).asText())
                        .as(variable[0])
                        .isNotEmpty()
                        .matches(variable.length == 1 ? ".*" : Pattern.quote(variable[1]));
            }
        }
    }

    private static void hotReload(LambdaCase given) throws IOException {
        try (SystemTime time = new SystemTime();
                FunctionsFixture fixture = fixture(time)) {
            Path code = python("return 'v1'");
            create(fixture, code, FunctionOptions.DEFAULT);
            fixture.streams().create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
            EventSourceMapping mapping = fixture.functions()
                    .mappings()
                    .create(EventSourceMappingSpec.of(
                            AwsIdentity.DEFAULT.arn("kinesis", "stream/s").toString(),
                            "f",
                            new StartingPosition.TrimHorizon()));
            deliver(fixture, mapping, 1);

            String before = fixture.call("{}");
            FunctionFolder.python(code, "def handler(event, context): return 'v2'");
            long edited = time.millis();
            long begun = edited;
            String after = fixture.call("{}");
            while (after.equals(before) && time.millis() - edited < 1_000) {
                begun = time.millis();
                after = fixture.call("{}");
            }

            JsonNode expected = given.expect().get("results");
            assertThat(Json.MAPPER.readTree(before)).isEqualTo(expected.get(0));
            assertThat(Json.MAPPER.readTree(after)).isEqualTo(expected.get(1));
            assertThat(begun - edited).isLessThan(1_000);
            deliver(fixture, mapping, 2);
            assertThat(mapping.counters().invocations()).isEqualTo(2);
        }
    }

    /** Puts one record and waits until so many were delivered in all. */
    private static void deliver(FunctionsFixture fixture, EventSourceMapping mapping, int inAll) {
        fixture.streams().put("s", "k", Bytes.utf8("x")).toCompletableFuture().join();
        await("record " + inAll)
                .atMost(Duration.ofSeconds(60))
                .until(() -> mapping.counters().recordsDelivered() == inAll);
    }

    private static TestTime testTime() {
        return TestTime.at("2026-01-01T00:00:00Z");
    }

    private static FunctionsFixture fixture(Time time) {
        return new FunctionsFixture(time, SETTINGS, new RecordingDestinations());
    }

    /** A module whose handler has this body. */
    private static Path python(String body) throws IOException {
        Path folder = Files.createTempDirectory("case-");
        folder.toFile().deleteOnExit();
        return FunctionFolder.python(folder, "def handler(event, context):\n    " + body + "\n");
    }

    private static void create(FunctionsFixture fixture, Path code, FunctionOptions options) {
        fixture.functions()
                .catalog()
                .create(new FunctionSpec(
                        "f", PYTHON, "app.handler", code, Duration.ofSeconds(30), 128, Map.of(), options));
    }
}
