package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * What {@code up} promises to clients of Kinesis, from the packaged launcher. It is killed in the middle of puts and
 * started again on the same folder before any test runs.
 */
class StreamClientsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String STREAM = "orders";
    private static final String LOWEST_HASH = "0";
    private static final int LANES = 4;
    private static final int ENOUGH = 400;
    private static final String TEMPLATE = """
            Resources:
              Events:
                Type: AWS::Kinesis::Stream
                Properties: {Name: events, ShardCount: 1}
            """;

    /** Data by sequence number of everything that the killed process said it had. */
    private static final Map<String, String> ACKNOWLEDGED = new ConcurrentHashMap<>();

    @TempDir
    static Path workingDirectory;

    private static PenstockProcess up;
    private static URI endpoint;
    private static KinesisAsyncClient client;

    @BeforeAll
    static void killInTheMiddleOfPutsAndStartAgain() throws Exception {
        Files.writeString(workingDirectory.resolve("template.yaml"), TEMPLATE);
        Files.writeString(workingDirectory.resolve("penstock.yaml"), "stream:\n  persistence: ./kept\n");
        try (PenstockProcess first = start();
                KinesisAsyncClient putting = client(endpointOf(first))) {
            putting.createStream(r -> r.streamName(STREAM).shardCount(2)).join();
            awaitActive(putting);
            putUntil(putting, first);
        }
        up = start();
        endpoint = endpointOf(up);
        client = client(endpoint);
    }

    @AfterAll
    static void stop() {
        client.close();
        up.close();
    }

    private static PenstockProcess start() {
        return PenstockProcess.start(workingDirectory, "up", "template.yaml", "--port", "0", "--mqtt-port", "0");
    }

    private static URI endpointOf(PenstockProcess process) {
        process.awaitLine("Ready.", (int) LIMIT.toSeconds());
        return URI.create(process.find("(http://127\\.0\\.0\\.1:\\d+)"));
    }

    /** Of a certificate that nobody knows, for https. */
    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .httpClient(NettyNioAsyncHttpClient.builder()
                        .buildWithDefaults(AttributeMap.builder()
                                .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                                .build()))
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    private static void awaitActive(KinesisAsyncClient client) {
        await("ACTIVE")
                .atMost(LIMIT)
                .until(() -> client.describeStreamSummary(r -> r.streamName(STREAM))
                                .join()
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    /** Puts in several lanes until enough is acknowledged; then the process is killed while they go on. */
    private static void putUntil(KinesisAsyncClient client, PenstockProcess killed) throws InterruptedException {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        IntStream.range(0, LANES).forEach(lane -> lanes.execute(() -> putUntilItIsGone(client, lane)));
        await("acknowledged records").atMost(LIMIT).until(() -> ACKNOWLEDGED.size() >= ENOUGH);

        killed.kill();

        lanes.shutdown();
        assertThat(lanes.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void putUntilItIsGone(KinesisAsyncClient client, int lane) {
        try {
            for (int number = 0; ; number++) {
                String data = lane + ":" + number;
                PutRecordResponse answer = client.putRecord(
                                r -> r.streamName(STREAM).partitionKey(data).data(SdkBytes.fromUtf8String(data)))
                        .join();
                ACKNOWLEDGED.put(answer.sequenceNumber(), data);
            }
        } catch (CompletionException gone) {
            // the process was killed: what it did not acknowledge may or may not be there
        }
    }

    private static void put(KinesisAsyncClient client, String data) {
        client.putRecord(r -> r.streamName(STREAM)
                        .partitionKey(data)
                        .explicitHashKey(LOWEST_HASH)
                        .data(SdkBytes.fromUtf8String(data)))
                .join();
    }

    /** Data by sequence number. */
    private static Map<String, String> records(KinesisAsyncClient client) {
        Map<String, String> records = new ConcurrentHashMap<>();
        for (Shard shard : client.listShards(r -> r.streamName(STREAM)).join().shards()) {
            String iterator = client.getShardIterator(r -> r.streamName(STREAM)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();
            boolean more = true;
            while (more) {
                String from = iterator;
                GetRecordsResponse answer =
                        client.getRecords(r -> r.shardIterator(from)).join();
                answer.records()
                        .forEach(record -> records.put(
                                record.sequenceNumber(), record.data().asUtf8String()));
                iterator = answer.nextShardIterator();
                more = answer.millisBehindLatest() > 0 || !answer.records().isEmpty();
            }
        }
        return records;
    }

    @Test
    void everyAcknowledgedRecordIsThereAfterAKill() {
        Map<String, String> kept = records(client);

        assertThat(ACKNOWLEDGED).hasSizeGreaterThanOrEqualTo(ENOUGH);
        assertThat(kept).containsAllEntriesOf(ACKNOWLEDGED);
    }

    @Test
    void httpsIsServedOnTheSamePort() {
        try (KinesisAsyncClient secure = client(URI.create("https://127.0.0.1:" + endpoint.getPort()))) {
            put(secure, "over TLS");

            assertThat(records(secure)).containsValue("over TLS");
        }
    }

    @Test
    void consumerWithFanOutIsPushedRecords() {
        String streamArn = client.describeStreamSummary(r -> r.streamName(STREAM))
                .join()
                .streamDescriptionSummary()
                .streamARN();
        String consumerArn = client.registerStreamConsumer(
                        r -> r.streamARN(streamArn).consumerName("reader"))
                .join()
                .consumer()
                .consumerARN();
        Queue<String> pushed = new ConcurrentLinkedQueue<>();
        SubscribeToShardResponseHandler handler = SubscribeToShardResponseHandler.builder()
                .subscriber(SubscribeToShardResponseHandler.Visitor.builder()
                        .onSubscribeToShardEvent(event -> event.records()
                                .forEach(it -> pushed.add(it.data().asUtf8String())))
                        .build())
                .build();
        awaitActive(client);

        CompletableFuture<Void> subscription = client.subscribeToShard(
                r -> r.consumerARN(consumerArn)
                        .shardId("shardId-000000000000")
                        .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
                handler);
        put(client, "pushed");

        await("the record").atMost(LIMIT).until(() -> pushed.contains("pushed") || subscription.isDone());
        assertThat(pushed).contains("pushed");
        subscription.cancel(true);
    }

    @Test
    void clientsLearnWhoTheyAre() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("Action=GetCallerIdentity&Version=2011-06-15"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(List.of(answer.statusCode(), answer.body().contains("<Account>000000000000</Account>")))
                .as(answer.body())
                .containsExactly(200, true);
    }
}
