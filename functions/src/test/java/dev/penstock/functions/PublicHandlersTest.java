package dev.penstock.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;
import org.joda.time.DateTime;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

/**
 * Handlers that others wrote for AWS run here as they are. Their code is not part of this project: the test takes it from
 * the folder {@code penstock.publicHandlers}, {@code <name>/<file>} as {@code public-handlers/handlers.json} lists them,
 * and checks that nobody has touched it.
 */
@EnabledIfSystemProperty(named = "penstock.publicHandlers", matches = ".+")
class PublicHandlersTest {
    private static final Map<String, String> EVENTS = Map.of("kinesis", """
            {"Records": [{
              "kinesis": {"kinesisSchemaVersion": "1.0", "partitionKey": "7", "data": "aGVsbG8=",
                "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                "approximateArrivalTimestamp": 1545084650.987},
              "eventSource": "aws:kinesis", "eventVersion": "1.0", "eventName": "aws:kinesis:record",
              "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
              "invokeIdentityArn": "arn:aws:iam::000000000000:role/r", "awsRegion": "us-east-1",
              "eventSourceARN": "arn:aws:kinesis:us-east-1:000000000000:stream/events"}]}
            """, "table", """
            {"Records": [{
              "eventID": "c4ca4238a0b923820dcc509a6f75849b", "eventName": "INSERT", "eventVersion": "1.1",
              "eventSource": "aws:dynamodb", "awsRegion": "us-east-1",
              "dynamodb": {"Keys": {"id": {"S": "7"}}, "NewImage": {"id": {"S": "7"}, "n": {"N": "1"}},
                "ApproximateCreationDateTime": 1428537600, "SequenceNumber": "4421584500000000017450439091",
                "SizeBytes": 26, "StreamViewType": "NEW_AND_OLD_IMAGES"},
              "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000"}]}
            """);

    @TempDir
    private Path folder;

    static Stream<Handler> handlers() throws IOException {
        try (var list = PublicHandlersTest.class.getResourceAsStream("/public-handlers/handlers.json")) {
            JsonNode all = new ObjectMapper().readTree(list);
            return StreamSupport.stream(all.spliterator(), false).map(Handler::new).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handlers")
    void handlerRunsAsItIs(Handler handler) throws Exception {
        Path code = Path.of(System.getProperty("penstock.publicHandlers"), handler.text("name"));
        assumeThat(code.resolve(handler.file())).exists();
        assertThat(sha256(code.resolve(handler.file()))).isEqualTo(handler.text("sha256"));

        try (SystemTime time = new SystemTime();
                FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create(handler.text("runtime"), handler.text("handler"), handler.isJava() ? built(code) : code);
            String payload = fixture.call(EVENTS.getOrDefault(handler.text("event"), "{}"));

            assertThat(payload).isEqualTo(handler.text("payload"));
            assertThat(fixture.logs()).anyMatch(line -> line.contains(handler.text("log")));
        }
    }

    /** As a build would leave it: classes, and what they need in {@code lib}. */
    private Path built(Path sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> needed =
                List.of(jar(Context.class), jar(KinesisEvent.class), jar(DateTime.class), jar(Logger.class));
        for (Path library : needed.subList(1, needed.size())) {
            Path lib = Files.createDirectories(classes.resolve("lib"));
            Files.copy(library, lib.resolve(library.getFileName().toString()));
        }
        String classPath =
                needed.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
        try (Stream<Path> files = Files.list(sources)) {
            String source = files.findFirst().orElseThrow().toString();
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-nowarn", "-d", classes.toString(), "-cp", classPath, source);
            assertThat(result).as("compiler on " + source).isZero();
        }
        return classes;
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** @param entry of {@code handlers.json} */
    record Handler(JsonNode entry) {

        String text(String name) {
            return entry.path(name).asText();
        }

        String file() {
            String path = text("path");
            return entry.has("file") ? text("file") : path.substring(path.lastIndexOf('/') + 1);
        }

        boolean isJava() {
            return text("runtime").startsWith("java");
        }

        @Override
        public String toString() {
            return text("name");
        }
    }
}
