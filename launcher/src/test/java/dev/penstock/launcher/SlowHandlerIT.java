package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 2, from the handler back to the device's socket. */
class SlowHandlerIT {
    private static final int DEVICES = 20;
    private static final int MESSAGES = 50_000;
    private static final int IN_FLIGHT_PER_DEVICE = 50;
    private static final long STREAM_BYTES = 256 * 1024;
    private static final long BYTES_PER_RECORD = 32; // what the stream counts for a record besides its content
    private static final long FULL = STREAM_BYTES / (4 * BYTES_PER_RECORD);
    private static final int BATCH = 2 * 100; // of two shards, in the function's hands

    @TempDir
    Path directory;

    @Test
    void slowHandlerHoldsThePublishersAndNothingAcknowledgedIsLost() throws Exception {
        Settings settings = Settings.forTests();
        settings = settings.withStreams(settings.streams()
                .withMaxBytesPerStream(STREAM_BYTES)
                .withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED));
        try (RunningPipeline pipeline = RunningPipeline.start(directory, template(), settings, new SystemTime())) {
            AtomicLong acknowledged = new AtomicLong();
            long mostUndelivered = 0;
            Path gate = directory.resolve("gate");
            List<CompletableFuture<?>> sent = new ArrayList<>(MESSAGES);
            Semaphore window = new Semaphore(DEVICES * IN_FLIGHT_PER_DEVICE);
            List<Mqtt3AsyncClient> devices = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                devices.add(pipeline.connect("publisher-" + i));
            }

            for (int i = 0; i < MESSAGES; i++) {
                assertThat(window.tryAcquire(2, TimeUnit.MINUTES))
                        .as("publishers are held, but not for ever")
                        .isTrue();
                byte[] payload =
                        "{\"temperature\":60,\"number\":%d}".formatted(i).getBytes(StandardCharsets.UTF_8);
                sent.add(RunningPipeline.publishAsync(devices.get(i % DEVICES), "sensors/" + i % DEVICES, payload)
                        .whenComplete((done, failure) -> {
                            if (failure == null) {
                                acknowledged.incrementAndGet();
                            }
                            window.release();
                        }));
                if (i % 100 == 0) {
                    mostUndelivered = Math.max(
                            mostUndelivered,
                            pipeline.recordsIn("events") - pipeline.mapping().recordsDelivered());
                    if (mostUndelivered >= FULL && !Files.exists(gate)) {
                        Files.createFile(gate); // whoever is faster, the stream has filled up first
                    }
                }
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .orTimeout(5, TimeUnit.MINUTES)
                    .join();

            Awaitility.await("all records delivered")
                    .atMost(5, TimeUnit.MINUTES)
                    .until(() -> pipeline.mapping().recordsDelivered() >= MESSAGES);
            assertThat(acknowledged.get()).isEqualTo(MESSAGES);
            assertThat(pipeline.mapping().recordsDelivered()).isEqualTo(MESSAGES);
            assertThat(pipeline.mapping().recordsDiscarded()).isZero();
            assertThat(mostUndelivered)
                    .as("the stream filled up, and never beyond its budget")
                    .isBetween(FULL, STREAM_BYTES / BYTES_PER_RECORD + BATCH);
        }
    }

    private String template() {
        return """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Events:
                    Type: AWS::Kinesis::Stream
                    Properties: {Name: events, ShardCount: 2}
                  All:
                    Type: AWS::IoT::TopicRule
                    Properties:
                      RuleName: all
                      TopicRulePayload:
                        Sql: SELECT * FROM 'sensors/+'
                        Actions:
                          - Kinesis:
                              StreamName: !Ref Events
                              PartitionKey: ${topic(2)}
                              RoleArn: arn:aws:iam::000000000000:role/r
                  Taker:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: taker
                      Runtime: java17
                      Handler: dev.penstock.launcher.handlers.CountingHandler
                      CodeUri: %s
                      Timeout: 300
                      Environment:
                        Variables: {PAUSE_MILLIS: '15', GATE_FILE: '%s'}
                      Events:
                        Stream:
                          Type: Kinesis
                          Properties:
                            Stream: !GetAtt Events.Arn
                            StartingPosition: TRIM_HORIZON
                            BatchSize: 100
                """.formatted(HandlerFolder.create(directory), directory.resolve("gate"));
    }
}
