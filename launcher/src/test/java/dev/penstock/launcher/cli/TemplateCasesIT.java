package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of {@code conformance/lambda-templates.jsonl} that say {@code up}, with the packaged launcher. */
class TemplateCasesIT {
    private static final String PACKAGE = "dev/penstock/launcher/handlers";
    private static final String NOT_EMULATED = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Events: {Type: AWS::Kinesis::Stream}
              Web: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
              Thing: {Type: Custom::Thing}
              Flink: {Type: AWS::KinesisAnalyticsV2::Application, Properties: {RuntimeEnvironment: FLINK-1_20}}
            """;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("TPL-008")
    void assetOfTheCdkIsInvoked() throws Exception {
        handlers(folder.resolve("cdk.out/asset.abc"));
        Path template = write("cdk.out/Stack.template.json", """
                {"Resources": {"Fn": {
                  "Type": "AWS::Lambda::Function",
                  "Properties": {"FunctionName": "echo", "Runtime": "java17", "Timeout": 60, "Role": "arn:aws:iam::000000000000:role/r",
                    "Handler": "dev.penstock.launcher.handlers.EchoHandler",
                    "Code": {"S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}"}, "S3Key": "abc.zip"}},
                  "Metadata": {"aws:asset:path": "asset.abc", "aws:asset:property": "Code"}}}}
                """);

        assertEchoes(template);
    }

    @Test
    @DisplayName("TPL-009")
    void outputOfSamBuildIsInvoked() throws Exception {
        handlers(folder.resolve(".aws-sam/build/Fn"));
        Path built = write(".aws-sam/build/template.yaml", "Resources: {Fn: {Properties: {CodeUri: Fn}}}");
        Path template = write("template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: echo
                      Runtime: java17
                      Handler: dev.penstock.launcher.handlers.EchoHandler
                      Timeout: 60
                      CodeUri: not-built-here
                """);
        Files.setLastModifiedTime(
                template,
                FileTime.from(Files.getLastModifiedTime(built).toInstant().minusSeconds(60)));

        assertEchoes(template);
    }

    @Test
    @DisplayName("TPL-012")
    void whatIsNotEmulatedIsLeftOutWithWarnings() throws Exception {
        Path template = write("template.yaml", NOT_EMULATED);

        try (PenstockProcess up = start(template)) {
            up.awaitLine("Ready.", 300);

            assertThat(List.of(":4:3: Web", ":5:3: Thing", ":6:88: Flink")).allMatch(up.text()::contains);
        }
    }

    @Test
    @DisplayName("TPL-012 --strict")
    void strictStartRefusesWhatIsNotEmulated() throws Exception {
        Path template = write("template.yaml", NOT_EMULATED);

        try (PenstockProcess up = start(template, "--strict")) {
            assertThat(up.awaitExit(300)).isNotZero();
            assertThat(up.text()).contains("3 warnings, and --strict takes them for errors");
        }
    }

    private void assertEchoes(Path template) throws IOException, InterruptedException {
        try (PenstockProcess up = start(template)) {
            up.awaitLine("Ready.", 300);
            URI invoke =
                    URI.create(up.find("(http://127\\.0\\.0\\.1:\\d+)") + "/2015-03-31/functions/echo/invocations");

            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(invoke)
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
            assertThat(answer.body()).contains("\"a\":1");
        }
    }

    private PenstockProcess start(Path template, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of("up", template.toString(), "--port", "0", "--mqtt-port", "0"), Stream.of(more))
                .toList();
        return PenstockProcess.start(folder, arguments.toArray(String[]::new));
    }

    private static void handlers(Path code) throws IOException {
        Path target = Files.createDirectories(code.resolve(PACKAGE));
        try (Stream<Path> classes = Files.list(Path.of("target/test-classes", PACKAGE))) {
            for (Path file : classes.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, text);
    }
}
