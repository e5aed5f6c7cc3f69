package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of Java handlers. */
class JavaCasesTest {
    private static final String EVENT = """
            {"Records":[{"kinesis":{"partitionKey":"k","sequenceNumber":"1","data":"%s",\
            "approximateArrivalTimestamp":%s},"eventSource":"aws:kinesis"}]}""";

    static final Map<String, LambdaCase.Script> SCRIPTS = new TreeMap<>(Map.ofEntries(
            Map.entry("RUN-005", script(JavaCasesTest::exception)),
            Map.entry("RUN-016", script((test, given) -> test.overload(given, "OverloadedHandlers$Four::h"))),
            Map.entry("RUN-017", script((test, given) -> test.overload(given, "OverloadedHandlers$Two::h"))),
            Map.entry("RUN-019", script(JavaCasesTest::both)),
            Map.entry("RUN-020", script(JavaCasesTest::generic)),
            Map.entry("RUN-022", script(JavaCasesTest::integers)),
            Map.entry("RUN-023", script(JavaCasesTest::nothing)),
            Map.entry("RUN-025", script(JavaCasesTest::dates)),
            Map.entry("RUN-026", script(JavaCasesTest::annotations)),
            Map.entry("RUN-040", script((test, given) -> test.isolation())),
            Map.entry("RUN-041", script((test, given) -> test.output())),
            Map.entry("ESM-083", script(JavaCasesTest::malformedBase64))));

    private final Path folder;
    private final SystemTime time = new SystemTime();
    private final List<FunctionsFixture> fixtures = new ArrayList<>();

    JavaCasesTest() throws IOException {
        folder = Files.createTempDirectory("penstock-cases-");
    }

    static Stream<Arguments> cases() {
        return SCRIPTS.keySet().stream().map(id -> Arguments.of(LambdaCases.get(id)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseHolds(LambdaCase given) throws Exception {
        LambdaCase.Script script = SCRIPTS.get(given.id());
        assertThat(script).isNotNull();

        script.run(given);
    }

    @AfterEach
    void close() {
        fixtures.forEach(FunctionsFixture::close);
        time.close();
        CodeFolder.deleteTree(folder);
    }

    /** Each script has functions and a folder of its own. */
    private static LambdaCase.Script script(Steps steps) {
        return given -> {
            JavaCasesTest own = new JavaCasesTest();
            try {
                steps.run(own, given);
            } finally {
                own.close();
            }
        };
    }

    @FunctionalInterface
    private interface Steps {
        void run(JavaCasesTest test, LambdaCase given) throws Exception;
    }

    private FunctionsFixture function(String handler) throws IOException {
        return function(handler, FunctionFolder.java(folder.resolve(Integer.toString(fixtures.size()))));
    }

    private FunctionsFixture function(String handler, Path code) {
        FunctionsFixture fixture = new FunctionsFixture(time, 1);
        fixtures.add(fixture);
        fixture.create("java17", "example.handlers." + handler, code);
        return fixture;
    }

    private static JsonNode documentOf(InvocationResult result) throws IOException {
        return Json.MAPPER.readTree(result.payload().shared());
    }

    private void exception(LambdaCase given) throws IOException {
        JsonNode expected = given.expect().get("payload");

        InvocationResult result = function("MisbehavingHandler::boom")
                .invoke(given.stimulus().get("invoke").asText());

        JsonNode document = documentOf(result);
        assertThat(result.functionError())
                .isEqualTo(given.expect().get("X-Amz-Function-Error").asText());
        assertThat(document.get("errorMessage")).isEqualTo(expected.get("errorMessage"));
        assertThat(document.get("errorType")).isEqualTo(expected.get("errorType"));
        assertThat(document.get("stackTrace").get(0).asText()).startsWith("example.handlers.MisbehavingHandler");
        assertThat(document.has(given.expect().get("absentKeys").get(0).asText()))
                .isFalse();
    }

    private void overload(LambdaCase given, String handler) throws IOException {
        String chosen = function(handler).call("{}");

        assertThat(chosen).isEqualTo("\"" + given.expect().get("chosen").asText() + "\"");
    }

    private void both(LambdaCase given) throws IOException {
        List<String> called = new ArrayList<>();
        for (JsonNode handler : given.stimulus().get("handlers")) {
            called.add(function(handler.asText().replaceFirst("X", "OverloadedHandlers\\$Both"))
                    .call("{}")
                    .replace("\"", ""));
        }

        assertThat(called).isEqualTo(Json.MAPPER.convertValue(given.expect().get("called"), List.class));
    }

    private void generic(LambdaCase given) throws IOException {
        JsonNode event = Json.MAPPER.readTree(given.stimulus().get("invoke").asText());

        String result = function("GenericHandlers$Sub").call(event.toString());

        assertThat(result)
                .isEqualTo("\"Reading %s %.1f\""
                        .formatted(
                                event.get("deviceId").asText(),
                                event.get("temperature").asDouble()));
    }

    private void integers(LambdaCase given) throws IOException {
        FunctionsFixture number = function("JsonHandlers$Count");
        JsonNode events = given.stimulus().get("invoke");
        JsonNode results = given.expect().get("results");

        assertThat(number.call(text(events.get(0)))).isEqualTo(results.get(0).toString());
        assertThat(number.call(text(events.get(1)))).isEqualTo(results.get(1).toString());
        assertThat("error: "
                        + documentOf(number.invoke(text(events.get(2))))
                                .get("errorMessage")
                                .asText())
                .isEqualTo(results.get(2).asText());
    }

    private static String text(JsonNode event) {
        return event.isTextual() ? event.textValue() : event.toString();
    }

    private void nothing(LambdaCase given) throws IOException {
        String result = function("JsonHandlers::quiet")
                .call(given.stimulus().get("invoke").asText());

        assertThat(result).isEqualTo(given.expect().get("payload bytes").asText());
    }

    private void dates(LambdaCase given) throws IOException {
        FunctionsFixture arrival = function("JsonHandlers$Arrival");
        List<String> results = new ArrayList<>();
        for (JsonNode seconds : given.stimulus().get("invoke with")) {
            results.add(arrival.call(EVENT.formatted("aG90", seconds)));
        }

        assertThat(results)
                .containsExactlyElementsOf(Stream.of(0, 1, 2)
                        .map(i -> given.expect().get("results").get(i).toString())
                        .toList());
    }

    private void annotations(LambdaCase given) throws IOException {
        FunctionsFixture annotated = function("JsonHandlers$Annotated");

        String result = annotated.call(given.stimulus().get("invoke").asText());

        assertThat(result).isEqualTo(given.expect().get("deviceId").toString());
        assertThat(annotated.logs())
                .anyMatch(line -> line.contains(given.expect().get("warning").asText())
                        && line.contains("example.handlers.JsonHandlers$Annotated$Reading"));
    }

    private void isolation() throws IOException {
        FunctionsFixture older = function("LibraryHandler::jackson", withJackson("2.9.0"));
        FunctionsFixture newer = function("LibraryHandler::jackson", withJackson("2.99.0"));
        FunctionsFixture host = function("LibraryHandler::host");

        assertThat(older.call("{}")).isEqualTo("\"2.9.0\"");
        assertThat(newer.call("{}")).isEqualTo("\"2.99.0\"");
        assertThat(host.call("{}")).isEqualTo("\"hidden\"");
    }

    private Path withJackson(String version) throws IOException {
        Path code = FunctionFolder.java(folder.resolve(version));
        FunctionFolder.jar(code.resolve("lib/jackson-core.jar"), version, Version.class);
        return code;
    }

    private void output() throws IOException {
        FunctionsFixture first = function("LibraryHandler::printing");
        FunctionsFixture second = function("LibraryHandler::printing");
        List<CompletionStage<InvocationResult>> both = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            both.add(first.functions().invoke("f", Bytes.utf8("\"first\"")));
            both.add(second.functions().invoke("f", Bytes.utf8("\"second\"")));
        }
        both.forEach(stage -> stage.toCompletableFuture().join());

        assertThat(first.functions().logs("f", 1000))
                .filteredOn(line -> line.startsWith("first"))
                .hasSize(600);
        assertThat(first.functions().logs("f", 1000)).noneMatch(line -> line.contains("second"));
        assertThat(second.functions().logs("f", 1000)).noneMatch(line -> line.contains("first"));
    }

    private void malformedBase64(LambdaCase given) throws IOException {
        String data = given.stimulus().get("invoke with data").asText();

        InvocationResult result = function("KinesisHandler").invoke(EVENT.formatted(data, "1700000000"));

        assertThat(result.functionError())
                .isEqualTo(given.expect().get("FunctionError").asText());
        assertThat(documentOf(result).get("errorType")).isEqualTo(given.expect().get("errorType"));
        assertThat(documentOf(result).get("errorMessage"))
                .isEqualTo(given.expect().get("errorMessage"));
    }
}
