package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaFunctionTest {
    private static final String EVENT = """
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"dev-7","sequenceNumber":"4966",\
            "data":"aG90","approximateArrivalTimestamp":1714557600.123},"eventSource":"aws:kinesis","eventVersion":"1.0",\
            "eventID":"shardId-000000000000:4966","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::1:role/r",\
            "awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}]}""";

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

    private void create(String handler) {
        fixture.create("java17", "example.handlers." + handler, folder);
    }

    @Test
    void kinesisEventReachesTheHandlerWithAllItsMembers() {
        create("KinesisHandler");

        String result = fixture.call(EVENT);

        assertThat(result)
                .isEqualTo("\"dev-7 hot 4966 1714557600123 arn:aws:kinesis:us-east-1:000000000000:stream/s"
                        + " shardId-000000000000:4966\"");
    }

    @Test
    void twoEnvironmentsReadKinesisEventsEachWithTheirOwnClasses() {
        create("KinesisHandler");

        List<CompletionStage<InvocationResult>> both = List.of(
                fixture.functions().invoke("f", Bytes.utf8(EVENT)),
                fixture.functions().invoke("f", Bytes.utf8(EVENT)));

        assertThat(both)
                .allSatisfy(stage -> assertThat(
                                stage.toCompletableFuture().join().payload().utf8())
                        .startsWith("\"dev-7 hot 4966"));
    }

    @Test
    void zippedCodeRunsAsTheFolderDoes() throws IOException {
        fixture.create("java17", "example.handlers.KinesisHandler", FunctionFolder.zip(folder));

        assertThat(fixture.call(EVENT)).startsWith("\"dev-7 hot");
    }

    @Test
    void streamHandlerGetsAndGivesBytes() {
        create("StreamHandler");

        assertThat(fixture.call("{ \"any\" : [1.50] }")).isEqualTo("{ \"any\" : [1.50] }");
    }

    @ParameterizedTest(name = "{0}({1}) -> {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "greet | {\"name\":\"Ada\",\"unknown\":1} | {\"name\":\"f greets Ada\"}",
                "quiet | {\"name\":\"Ada\"} | null",
                "total | [1,2,3] | 6",
                "nothing | {} | \"no input\"",
                "odd | {} | \"streams\""
            },
            delimiter = '|')
    void methodIsCalledByItsParameters(String method, String event, String result) {
        create("PojoHandler::" + method);

        assertThat(fixture.call(event)).isEqualTo(result);
    }

    @Test
    void staticStateLivesAsLongAsItsEnvironment() {
        create("CountingHandler");

        List<String> results = List.of(fixture.call("{}"), fixture.call("{}"), fixture.call("{}"));

        assertThat(results).containsExactly("1", "2", "3");
    }

    @Test
    void concurrentInvocationsHaveEnvironmentsWithStatesOfTheirOwn() {
        create("CountingHandler");

        List<CompletionStage<InvocationResult>> stages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stages.add(fixture.functions().invoke("f", Bytes.utf8("{}")));
        }
        List<Integer> counts = stages.stream()
                .map(stage -> Integer.valueOf(
                        stage.toCompletableFuture().join().payload().utf8()))
                .toList();

        assertThat(counts).hasSize(50).contains(1).doesNotContain(0);
        assertThat(counts.stream().filter(count -> count == 1).count()).isBetween(1L, 2L);
        assertThat(counts.stream().filter(count -> count == 25).count()).isBetween(1L, 2L);
    }

    @Test
    void environmentVariablesAreThoseOfTheFunction() {
        fixture.create(
                "java17",
                "example.handlers.SystemHandler::environment",
                folder,
                Duration.ofSeconds(30),
                Map.of("TABLE", "warnings"));

        assertThat(fixture.call("\"TABLE\"")).isEqualTo("\"warnings,warnings,warnings\"");
        assertThat(fixture.call("\"AWS_ENDPOINT_URL\"")).startsWith("\"http://127.0.0.1:4566,");
        assertThat(fixture.call("\"AWS_REGION\"")).startsWith("\"us-east-1,");
        assertThat(fixture.call("\"_HANDLER\"")).startsWith("\"example.handlers.SystemHandler::environment,");
        assertThat(fixture.call("\"ABSENT\"")).isEqualTo("\"null,null,null\"");
        assertThat(System.getenv("TABLE")).isNull();
    }

    @Test
    void userVariableWinsOverThePipelines() {
        fixture.create(
                "java17",
                "example.handlers.SystemHandler::environment",
                folder,
                Duration.ofSeconds(30),
                Map.of("AWS_ENDPOINT_URL", "http://elsewhere:1"));

        assertThat(fixture.call("\"AWS_ENDPOINT_URL\"")).startsWith("\"http://elsewhere:1,");
    }

    @Test
    void userCodeSeesTheJdkAndTheHandlerInterfacesButNotOurLibraries() throws IOException {
        create("SystemHandler::visible");

        String result = fixture.call("""
                ["java.sql.Connection","com.amazonaws.services.lambda.runtime.RequestHandler",\
                "com.amazonaws.services.lambda.runtime.events.KinesisEvent","dev.penstock.functions.Functions",\
                "com.fasterxml.jackson.databind.ObjectMapper","io.netty.channel.Channel","org.slf4j.Logger"]""");

        assertThat(Json.MAPPER.readValue(result, new TypeReference<Map<String, Boolean>>() {}))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "java.sql.Connection", true,
                        "com.amazonaws.services.lambda.runtime.RequestHandler", true,
                        "com.amazonaws.services.lambda.runtime.events.KinesisEvent", true,
                        "dev.penstock.functions.Functions", false,
                        "com.fasterxml.jackson.databind.ObjectMapper", false,
                        "io.netty.channel.Channel", false,
                        "org.slf4j.Logger", false));
    }

    @Test
    void resourcesComeFromTheCodeOfTheFunction() throws IOException {
        Files.writeString(folder.resolve("setting.txt"), "from the folder");
        create("SystemHandler::resource");

        assertThat(fixture.call("\"/setting.txt\"")).isEqualTo("\"from the folder\"");
        assertThat(fixture.call("\"/logback-test.xml\"")).isEqualTo("\"missing\"");
    }

    @Test
    void contextDescribesTheInvocation() throws IOException {
        create("SystemHandler::context");

        InvocationResult result = fixture.invoke("{}");

        JsonNode seen = Json.MAPPER.readTree(result.payload().shared());
        assertThat(seen.get("requestId").asText()).isEqualTo(result.requestId());
        assertThat(seen.get("arn").asText()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f");
        assertThat(seen.get("name").asText()).isEqualTo("f");
        assertThat(seen.get("version").asText()).isEqualTo("$LATEST");
        assertThat(seen.get("memory").asInt()).isEqualTo(256);
        assertThat(seen.get("logGroup").asText()).isEqualTo("/aws/lambda/f");
        assertThat(seen.get("remaining").asInt()).isBetween(1, 30_000);
    }

    @Test
    void outputIsLoggedBetweenStartAndEnd() {
        create("SystemHandler::printing");

        InvocationResult result = fixture.invoke("\"x\"");

        assertThat(fixture.logs())
                .startsWith(
                        "START RequestId: %s Version: $LATEST".formatted(result.requestId()),
                        "out x",
                        "err x",
                        "logger x",
                        "runtime x",
                        "no line end",
                        "END RequestId: " + result.requestId());
        assertThat(fixture.logs().get(7))
                .matches(
                        "REPORT RequestId: .*\tDuration: .* ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB\t");
    }

    @Test
    void printedStackTraceIsLogged() {
        create("SystemHandler::stackTrace");

        fixture.call("{}");

        assertThat(fixture.logs()).contains("java.lang.IllegalArgumentException: printed only");
    }
}
