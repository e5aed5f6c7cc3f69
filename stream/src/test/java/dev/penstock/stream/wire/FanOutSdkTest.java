package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.Resharding;
import dev.penstock.stream.local.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The AWS SDK for Java over HTTP/2 with prior knowledge, as it subscribes by default, and over HTTP/1.1. */
class FanOutSdkTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Shared, because closing one takes seconds. */
    private static final SdkEventLoopGroup LOOPS =
            SdkEventLoopGroup.builder().numberOfThreads(2).build();

    private static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/events";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final StreamSettings settings = new StreamSettings(64L * 1024 * 1024, 64L * 1024 * 1024);
    private final Scopes scopes = new Scopes(AwsIdentity.DEFAULT, time, settings);
    private final StreamConsumers consumers = new StreamConsumers(time, settings);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final List<SdkSubscriber> subscribers = new ArrayList<>();
    private KinesisAsyncClient client;

    @AfterAll
    static void stopLoops() {
        LOOPS.eventLoopGroup().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() {
        endpoint.register(KinesisOperations.service(scopes, consumers));
        endpoint.start();
        scopes.home().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        client = client(Protocol.HTTP2);
    }

    @AfterEach
    void stop() {
        subscribers.forEach(SdkSubscriber::cancel);
        await("end of the subscriptions").atMost(LIMIT).until(() -> consumers.subscriptionCount() == 0);
        client.close();
        endpoint.close();
        scopes.home().close();
    }

    private KinesisAsyncClient client(Protocol protocol) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint.uri())
                .httpClientBuilder(
                        NettyNioAsyncHttpClient.builder().protocol(protocol).eventLoopGroup(LOOPS))
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    private String register(String name) {
        return client.registerStreamConsumer(r -> r.streamARN(STREAM_ARN).consumerName(name))
                .join()
                .consumer()
                .consumerARN();
    }

    private SdkSubscriber subscribe(KinesisAsyncClient by, String consumerArn, ShardIteratorType type) {
        SdkSubscriber subscriber = new SdkSubscriber();
        subscribers.add(subscriber);
        subscriber.result = by.subscribeToShard(
                r -> r.consumerARN(consumerArn).shardId("shardId-000000000000").startingPosition(p -> p.type(type)),
                subscriber.handler());
        return subscriber;
    }

    private void put(String data) {
        client.putRecord(r -> r.streamName("events").partitionKey("k").data(SdkBytes.fromUtf8String(data)))
                .join();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void recordsArePushedToTheClient(Protocol protocol) {
        put("waits");
        try (KinesisAsyncClient subscribing = client(protocol)) {
            SdkSubscriber subscriber = subscribe(subscribing, register("app"), ShardIteratorType.TRIM_HORIZON)
                    .takeAll();
            await("the first record")
                    .atMost(LIMIT)
                    .until(() -> subscriber.data().size() == 1);
            IntStream.range(0, 20).forEach(i -> put("r" + i));

            await("the records").atMost(LIMIT).until(() -> subscriber.data().size() == 21);

            assertThat(subscriber.data()).startsWith("waits", "r0", "r1").endsWith("r19");
            assertThat(consumers.subscriptionCount()).isEqualTo(1);
            subscriber.cancel();
            await("end of the subscription").atMost(LIMIT).until(() -> consumers.subscriptionCount() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void subscriptionLivesByHeartbeatsAndCompletesAfterFiveMinutes(Protocol protocol) {
        try (KinesisAsyncClient subscribing = client(protocol)) {
            SdkSubscriber subscriber = subscribe(subscribing, register("app"), ShardIteratorType.LATEST)
                    .takeAll();
            await("the subscription").atMost(LIMIT).until(subscriber::isOpen);

            time.advance(Duration.ofSeconds(9));
            await("heartbeats").atMost(LIMIT).until(() -> subscriber.events.size() == 3);
            time.advance(Duration.ofMinutes(5));

            assertThat(subscriber.result).succeedsWithin(LIMIT);
            assertThat(subscriber.data()).isEmpty();
            assertThat(subscriber.events).hasSize(99);
            await("end of the subscription").atMost(LIMIT).until(() -> consumers.subscriptionCount() == 0);
        }
    }

    @Test
    void errorBeforeTheStreamIsTyped() {
        SdkSubscriber subscriber = subscribe(client, STREAM_ARN + "/consumer/nobody:1", ShardIteratorType.LATEST);

        assertThat(subscriber.result)
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withCauseInstanceOf(ResourceNotFoundException.class)
                .withMessageContaining(
                        "Consumer " + STREAM_ARN + "/consumer/nobody:1, account 000000000000 not found.");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void errorInsideTheStreamIsTyped(Protocol protocol) {
        String consumer = register("app");
        try (KinesisAsyncClient subscribing = client(protocol)) {
            SdkSubscriber first =
                    subscribe(subscribing, consumer, ShardIteratorType.LATEST).takeAll();
            await("the subscription").atMost(LIMIT).until(first::isOpen);

            SdkSubscriber second =
                    subscribe(client, consumer, ShardIteratorType.LATEST).takeAll();

            assertThat(first.result)
                    .failsWithin(LIMIT)
                    .withThrowableThat()
                    .withCauseInstanceOf(ResourceInUseException.class)
                    .withMessageContaining("Another active subscription exists for this consumer");
            await("the second").atMost(LIMIT).until(second::isOpen);
            put("record");
            await("its record").atMost(LIMIT).until(() -> second.data().size() == 1);
            second.cancel();
            await("its end").atMost(LIMIT).until(() -> consumers.subscriptionCount() == 0);
        }
    }

    @Test
    void endOfAShardTellsItsChildrenAndCompletes() {
        SdkSubscriber subscriber =
                subscribe(client, register("app"), ShardIteratorType.LATEST).takeAll();
        await("the subscription").atMost(LIMIT).until(subscriber::isOpen);

        Resharding.split(scopes.home(), "events");

        assertThat(subscriber.result).succeedsWithin(LIMIT);
        var last = subscriber.events.get(subscriber.events.size() - 1);
        assertThat(last.continuationSequenceNumber()).isNull();
        assertThat(last.childShards())
                .extracting(child -> child.shardId())
                .containsExactly("shardId-000000000001", "shardId-000000000002");
    }

    @Test
    void clientThatDoesNotReadHoldsBackNobodyAndLosesNothing() {
        SdkSubscriber slow = subscribe(client, register("slow"), ShardIteratorType.TRIM_HORIZON);
        SdkSubscriber fast = subscribe(client, register("fast"), ShardIteratorType.TRIM_HORIZON)
                .takeAll();
        List<String> expected = IntStream.range(0, 24)
                .mapToObj(i -> "%02d".formatted(i) + "x".repeat(1_000_000))
                .toList();

        expected.forEach(this::put);
        await("all records, on the same connection")
                .atMost(LIMIT)
                .until(() -> fast.data().size() == 24);
        assertThat(slow.events).isEmpty();
        slow.takeAll();

        await("all records, late").atMost(LIMIT).until(() -> slow.data().size() == 24);
        assertThat(slow.data()).isEqualTo(expected);
        assertThat(fast.data()).isEqualTo(expected);
    }

    @Test
    void clientThatCancelsLeavesNothingBehind() {
        SdkSubscriber subscriber =
                subscribe(client, register("app"), ShardIteratorType.LATEST).takeAll();
        await("the subscription").atMost(LIMIT).until(() -> subscriber.isOpen() && consumers.subscriptionCount() == 1);

        subscriber.cancel();

        await("end of the subscription").atMost(LIMIT).until(() -> consumers.subscriptionCount() == 0);
        time.advance(Duration.ofMinutes(10));
        assertThat(subscriber.events).isEmpty();
    }

    @Test
    void consumersAreManagedByTheClient() {
        String arn = register("app");

        assertThat(client.describeStreamConsumer(r -> r.consumerARN(arn))
                        .join()
                        .consumerDescription()
                        .consumerStatus())
                .isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(client.listStreamConsumers(r -> r.streamARN(STREAM_ARN))
                        .join()
                        .consumers())
                .extracting(consumer -> consumer.consumerName())
                .containsExactly("app");
        client.deregisterStreamConsumer(r -> r.consumerARN(arn)).join();
        assertThat(client.listStreamConsumers(r -> r.streamARN(STREAM_ARN))
                        .join()
                        .consumers())
                .isEmpty();
        assertThat(client.describeStreamConsumer(r -> r.consumerARN(arn)))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withCauseInstanceOf(ResourceNotFoundException.class);
    }
}
