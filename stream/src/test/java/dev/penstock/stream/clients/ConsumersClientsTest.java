package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Consumers with enhanced fan-out. */
class ConsumersClientsTest {
    private static final String SHARD = "shardId-000000000000";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final SdkClients CLIENTS = new SdkClients();

    private static String arn(String stream) {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
    }

    private static String register(SdkClient kind, String stream) {
        Consumer consumer = CLIENTS.of(kind)
                .registerStreamConsumer(r -> r.streamARN(arn(stream)).consumerName("reader"))
                .consumer();
        Awaitility.await("consumer ACTIVE")
                .atMost(LIMIT)
                .until(() -> CLIENTS.of(kind)
                                .describeStreamConsumer(r -> r.consumerARN(consumer.consumerARN()))
                                .consumerDescription()
                                .consumerStatus()
                        == ConsumerStatus.ACTIVE);
        return consumer.consumerARN();
    }

    @EveryClient
    void consumerIsRegisteredDescribedListedAndDeregistered(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "consumers", 1);

        String consumer = register(kind, stream);
        var described = client.describeStreamConsumer(
                        r -> r.streamARN(arn(stream)).consumerName("reader"))
                .consumerDescription();
        List<Consumer> listed =
                client.listStreamConsumers(r -> r.streamARN(arn(stream))).consumers();
        int counted = CLIENTS.summary(kind, stream).consumerCount();
        client.deregisterStreamConsumer(r -> r.consumerARN(consumer));

        assertThat(consumer).startsWith(arn(stream) + "/consumer/reader:");
        assertThat(described.consumerARN()).isEqualTo(consumer);
        assertThat(described.streamARN()).isEqualTo(arn(stream));
        assertThat(listed).extracting(Consumer::consumerARN).containsExactly(consumer);
        assertThat(counted).isEqualTo(1);
        Awaitility.await("consumer gone")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThatExceptionOfType(ResourceNotFoundException.class)
                        .isThrownBy(() -> client.describeStreamConsumer(r -> r.consumerARN(consumer))));
    }

    @EveryClient
    void refusalsAreTyped(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "refusals", 1);
        register(kind, stream);

        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> client.registerStreamConsumer(
                        r -> r.streamARN(arn(stream)).consumerName("reader")));
        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> client.deleteStream(r -> r.streamName(stream)));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client.describeStreamConsumer(
                        r -> r.streamARN(arn(stream)).consumerName("nobody")));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"ASYNC", "ASYNC_JSON"})
    void recordsArePushed(SdkClient kind) {
        String stream = CLIENTS.create(kind, "pushed", 1);
        String consumer = register(kind, stream);
        ConcurrentLinkedQueue<String> pushed = new ConcurrentLinkedQueue<>();
        SubscribeToShardResponseHandler handler = SubscribeToShardResponseHandler.builder()
                .onEventStream(events ->
                        events.subscribe(event -> event.accept(SubscribeToShardResponseHandler.Visitor.builder()
                                .onSubscribeToShardEvent(e -> e.records()
                                        .forEach(record ->
                                                pushed.add(record.data().asUtf8String())))
                                .build())))
                .build();

        try (KinesisAsyncClient client = kind.openAsync(CLIENTS.uri(), CLIENTS.calls())) {
            CompletableFuture<Void> subscription = client.subscribeToShard(
                    r -> r.consumerARN(consumer)
                            .shardId(SHARD)
                            .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
                    handler);
            CLIENTS.put(kind, stream, "k", "first");
            Awaitility.await("first record").atMost(LIMIT).until(() -> pushed.contains("first"));
            CLIENTS.put(kind, stream, "k", "second");
            Awaitility.await("second record").atMost(LIMIT).until(() -> pushed.contains("second"));
            CLIENTS.of(kind).deregisterStreamConsumer(r -> r.consumerARN(consumer));

            assertThat(subscription).failsWithin(LIMIT);
        }

        assertThat(pushed).containsExactly("first", "second");
    }
}
