package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.broker.MirrorCounters;
import dev.penstock.broker.MirrorSettings;
import dev.penstock.launcher.settings.BrokerOptions;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pipelines: one stands for AWS IoT, the rules of the other get its messages. */
class MirrorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDPOINT = """
            Resources:
              Policy:
                Type: AWS::IoT::Policy
                Properties:
                  PolicyName: mirrors
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - {Effect: Allow, Action: 'iot:Connect', Resource: 'arn:aws:iot:us-east-1:000000000000:client/mirror'}
                      - {Effect: Allow, Action: ['iot:Subscribe', 'iot:Receive'], Resource: '*'}
            """;
    private static final String LOCAL = """
            Resources:
              Readings:
                Type: AWS::Kinesis::Stream
                Properties: {Name: readings, ShardCount: 1}
              Rule:
                Type: AWS::IoT::TopicRule
                Properties:
                  RuleName: readings
                  TopicRulePayload:
                    Sql: SELECT * FROM 'plant/+'
                    Actions:
                      - Kinesis: {StreamName: readings, PartitionKey: '${topic()}', RoleArn: 'arn:aws:iam::000000000000:role/r'}
            """;

    @TempDir
    private Path folder;

    @TempDir
    private Path other;

    private RunningPipeline endpoint;

    @BeforeEach
    void provision() throws Exception {
        endpoint = RunningPipeline.start(folder, ENDPOINT);
        JsonNode issued = call("POST", "/keys-and-certificate?setAsActive=true", "");
        call(
                "PUT",
                "/target-policies/mirrors",
                JSON.createObjectNode()
                        .put("target", issued.path("certificateArn").textValue())
                        .toString());
        write("mirror.pem", issued.path("certificatePem").textValue());
        write("mirror.key", issued.path("keyPair").path("PrivateKey").textValue());
        write("root.pem", send("GET", CaFile.PATH, "").body());
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        return JSON.readTree(send(method, path, body).body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoint.emulator().endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iot/aws4_request, SignedHeaders=host, Signature="
                                + "0a".repeat(32))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
        return answer;
    }

    private Settings mirroring() {
        Settings settings = Settings.forTests();
        BrokerOptions broker = settings.broker();
        return settings.withBroker(new BrokerOptions(
                broker.tlsPort(),
                broker.sessionExpiry(),
                broker.minKeepAlive(),
                broker.rates(),
                broker.denialsV3(),
                broker.qos2(),
                broker.identities(),
                broker.handshake(),
                broker.shadows(),
                new MirrorSettings(
                        "localhost",
                        endpoint.emulator().tlsPort().orElseThrow(),
                        "mirror",
                        folder.resolve("mirror.pem"),
                        folder.resolve("mirror.key"),
                        folder.resolve("root.pem"),
                        List.of("plant/#"))));
    }

    @Test
    void messagesOfTheEndpointReachTheStreamOfTheLocalRule() {
        try (RunningPipeline local = RunningPipeline.start(other, LOCAL, mirroring(), new SystemTime())) {
            for (int i = 0; i < 20; i++) {
                endpoint.publish("plant/a", "{\"n\":" + i + "}");
            }

            Awaitility.await("records").atMost(LIMIT).until(() -> local.recordsIn("readings") == 20);
            local.publish("plant/b", "{\"n\":20}");

            Awaitility.await("a local one").atMost(LIMIT).until(() -> local.recordsIn("readings") == 21);
            Awaitility.await("acknowledgements, which come after the records")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(local.emulator().status().mirror())
                            .contains(new MirrorCounters(true, 20, 20, 0, 0, 0)));
        }
    }
}
