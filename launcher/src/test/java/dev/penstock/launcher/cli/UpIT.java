package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
    private static final String TEMPLATE = PenstockProcess.distribution()
            .resolve("examples/warning-events/template.yaml")
            .toString();

    @TempDir
    Path workingDirectory;

    @Test
    void interruptEndsItCleanlyWithExitCodeZeroAndLeavesNothingBehind() throws Exception {
        try (PenstockProcess up =
                PenstockProcess.start(workingDirectory, "up", TEMPLATE, "--port", "0", "--mqtt-port", "0")) {
            up.awaitLine("Ready.", 300);

            up.interrupt();

            assertThat(up.awaitExit(300)).as(up.text()).isZero();
            assertThat(PenstockProcess.filesIn(workingDirectory)).isEmpty();
        }
    }

    @Test
    void freePortsArePrintedAndAnswer() throws Exception {
        try (PenstockProcess up =
                PenstockProcess.start(workingDirectory, "up", TEMPLATE, "--port", "0", "--mqtt-port", "0")) {
            up.awaitLine("Ready.", 300);
            String endpoint = up.find("(http://127\\.0\\.0\\.1:\\d+)");

            HttpResponse<String> status = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(endpoint + "/_penstock/status"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(status.statusCode()).isEqualTo(200);
            assertThat(status.body()).contains("\"streams\"");
        }
    }

    @Test
    void takenMqttPortIsAnErrorThatNamesThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PenstockProcess up = PenstockProcess.start(
                        workingDirectory,
                        "up",
                        TEMPLATE,
                        "--port",
                        "0",
                        "--mqtt-port",
                        Integer.toString(taken.getLocalPort()))) {
            assertThat(up.awaitExit(300)).isEqualTo(2);
            assertThat(up.text()).contains("port " + taken.getLocalPort()).contains("taken");
        }
    }

    @Test
    void errorInTheTemplateNamesFileLineAndWhatIsSupported() throws Exception {
        Path template = workingDirectory.resolve("broken.yaml");
        Files.writeString(template, """
                Resources:
                  Events:
                    Type: AWS::Kinesis::Streem
                """);

        try (PenstockProcess up = PenstockProcess.start(workingDirectory, "up", template.toString())) {
            assertThat(up.awaitExit(300)).isEqualTo(2);
            assertThat(up.text())
                    .contains("broken.yaml:3")
                    .contains("AWS::Kinesis::Streem")
                    .contains("AWS::Kinesis::Stream'");
        }
    }

    @Test
    void errorInTheSqlOfARuleNamesThePlaceInTheTemplateAndInTheSql() throws Exception {
        Path template = workingDirectory.resolve("broken.yaml");
        Files.writeString(template, """
                Resources:
                  Events:
                    Type: AWS::Kinesis::Stream
                    Properties: {Name: events, ShardCount: 1}
                  Rule:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: shouting
                      TopicRulePayload:
                        Sql: SELECT uper(name) FROM 'sensors/+'
                        Actions:
                          - Kinesis: {StreamName: !Ref Events, RoleArn: 'arn:aws:iam::000000000000:role/r'}
                """);

        try (PenstockProcess up =
                PenstockProcess.start(workingDirectory, "up", template.toString(), "--port", "0", "--mqtt-port", "0")) {
            assertThat(up.awaitExit(300)).isEqualTo(2);
            assertThat(up.text())
                    .contains("broken.yaml:5:3: AWS::IoT::TopicRule 'shouting': SqlParseException")
                    .contains("line 1, column 8")
                    .contains("upper");
        }
    }
}
