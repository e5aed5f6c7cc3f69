package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.launcher.settings.ActionOptions;
import dev.penstock.launcher.settings.RuleOptions;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.rules.Sinks;
import dev.penstock.rules.spi.ActionProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions whose effect stays on this machine, from a template as a user writes it. */
class LocalActionsIT {
    private static final String EXAMPLE = "../rules/src/test/java/dev/penstock/rules/example/AppendToFile.java";

    @TempDir
    Path directory;

    @Test
    void everySinkIsReachedFromATemplate() {
        String actions = """
                [{S3: {BucketName: bucket, Key: '${topic(2)}.json', CannedAcl: private, RoleArn: r}},
                 {Sqs: {QueueUrl: 'https://sqs/0/q', UseBase64: 'true', RoleArn: r}},
                 {Sns: {TargetArn: 'arn:aws:sns:us-east-1:000000000000:t', MessageFormat: RAW, RoleArn: r}},
                 {Firehose: {DeliveryStreamName: f, Separator: "\\n", BatchMode: false, RoleArn: r}},
                 {CloudwatchMetric: {MetricNamespace: N, MetricName: t, MetricValue: '${t}', MetricUnit: None, RoleArn: r}},
                 {CloudwatchAlarm: {AlarmName: a, StateReason: hot, StateValue: ALARM, RoleArn: r}},
                 {Kafka: {DestinationArn: 'arn:x', Topic: k, ClientProperties: {bootstrap.servers: 'h:9092'}}}]""";
        try (RunningPipeline pipeline = start(actions, ActionOptions.DEFAULT.recordingAll())) {
            pipeline.publish("in/d1", "{\"t\":7}");
            pipeline.emulator().drain(Duration.ofMinutes(1));

            Sinks sinks = pipeline.emulator().rules().sinks();
            assertThat(sinks.entries("s3", "bucket").get(0).fields()).containsEntry("key", "d1.json");
            assertThat(sinks.entries("sqs", "https://sqs/0/q").get(0).body())
                    .isEqualTo(Bytes.utf8(Bytes.utf8("{\"t\":7}").base64()));
            assertThat(sinks.entries("firehose", "f").get(0).body().utf8()).isEqualTo("{\"t\":7}\n");
            assertThat(sinks.entries("cloudwatchMetric", "N").get(0).fields()).containsEntry("metricValue", "7");
            assertThat(sinks.entries("kafka", "k").get(0).fields())
                    .containsEntry("clientProperties.bootstrap.servers", "h:9092");
            assertThat(sinks.targets())
                    .extracting(Sinks.Target::kind)
                    .containsExactly("cloudwatchAlarm", "cloudwatchMetric", "firehose", "kafka", "s3", "sns", "sqs");
        }
    }

    @Test
    void httpDestinationIsConfirmedThroughTheApiOfThePipeline() throws Exception {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", exchange -> {
            try (exchange) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        endpoint.start();
        String url = "http://127.0.0.1:%d/hook".formatted(endpoint.getAddress().getPort());
        try (RunningPipeline pipeline = start("[{Http: {Url: '%s'}}]".formatted(url), ActionOptions.DEFAULT)) {
            String request = bodies.poll(1, TimeUnit.MINUTES);
            String enableUrl = request.replaceAll("(?s).*\"enableUrl\":\"([^\"]+)\".*", "$1");
            HttpResponse<String> confirmed = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(enableUrl)).build(), HttpResponse.BodyHandlers.ofString());
            pipeline.publish("in/d1", "{\"t\":7}");

            assertThat(confirmed.statusCode()).isEqualTo(200);
            assertThat(bodies.poll(1, TimeUnit.MINUTES)).isEqualTo("{\"t\":7}");
        } finally {
            endpoint.stop(0);
        }
    }

    @Test
    void actionOfAJarRuns() throws IOException {
        Path jar = exampleJar();
        Path out = directory.resolve("d1.jsonl");
        String actions = "[{AppendToFile: {File: '%s/${topic(2)}.jsonl', CreateFile: true}}]".formatted(directory);
        try (RunningPipeline pipeline = start(actions, ActionOptions.DEFAULT.withJars(List.of(jar)))) {
            pipeline.publish("in/d1", "{\"t\":7}");

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(out).hasContent("{\"t\":7}"));
        }
    }

    @Test
    void jarThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> start("[]", ActionOptions.DEFAULT.withJars(List.of(directory.resolve("no.jar")))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("there is no jar with actions at " + directory);
    }

    private RunningPipeline start(String actions, ActionOptions options) {
        String template = """
                Resources:
                  Rule:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: local
                      TopicRulePayload:
                        Sql: SELECT * FROM 'in/+'
                        AwsIotSqlVersion: '2016-03-23'
                        Actions: %s
                """.formatted(actions.replace("\n", "\n          "));
        Settings settings = Settings.forTests().withRules(RuleOptions.NONE.withActions(options));
        return RunningPipeline.start(directory, template, settings, new SystemTime());
    }

    /** The example of docs/actions.md, compiled and packed as the page says. */
    private Path exampleJar() throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-proc:none",
                        EXAMPLE);
        assertThat(failed).isZero();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(ActionProvider.class.getName()), "dev.penstock.rules.example.AppendToFile\n");
        Path jar = directory.resolve("append.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
