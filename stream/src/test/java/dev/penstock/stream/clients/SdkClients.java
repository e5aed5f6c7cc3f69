package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** One endpoint for a class of tests, its clients, and the record of what they called. */
final class SdkClients implements BeforeAllCallback, AfterAllCallback {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Map<SdkClient, KinesisClient> open = new EnumMap<>(SdkClient.class);
    private @Nullable Emulator emulator;
    private @Nullable CallRecord calls;

    @Override
    public void beforeAll(ExtensionContext context) {
        emulator = Emulator.start();
        calls = new CallRecord(context.getRequiredTestClass().getSimpleName());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        open.values().forEach(KinesisClient::close);
        Objects.requireNonNull(emulator).close();
        if (context.getExecutionException().isEmpty()) {
            calls().check();
        }
    }

    KinesisClient of(SdkClient kind) {
        return open.computeIfAbsent(kind, one -> one.open(uri(), calls()));
    }

    URI uri() {
        return Objects.requireNonNull(emulator).uri();
    }

    Instant now() {
        return Objects.requireNonNull(emulator).time().now();
    }

    CallRecord calls() {
        return Objects.requireNonNull(calls);
    }

    /** Makes a stream of a client's own and waits until it is ACTIVE. */
    String create(SdkClient kind, String name, int shards) {
        String stream = kind.stream(name);
        of(kind).createStream(r -> r.streamName(stream).shardCount(shards));
        awaitActive(kind, stream);
        return stream;
    }

    StreamDescriptionSummary awaitActive(SdkClient kind, String stream) {
        Awaitility.await(stream + " ACTIVE")
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(summary(kind, stream).streamStatus()).isEqualTo(StreamStatus.ACTIVE));
        return summary(kind, stream);
    }

    StreamDescriptionSummary summary(SdkClient kind, String stream) {
        return of(kind).describeStreamSummary(r -> r.streamName(stream)).streamDescriptionSummary();
    }

    List<Shard> openShards(SdkClient kind, String stream) {
        return of(kind).listShards(r -> r.streamName(stream)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    String put(SdkClient kind, String stream, String key, String data) {
        return of(kind).putRecord(r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)))
                .sequenceNumber();
    }

    String iterator(SdkClient kind, String stream, String shard) {
        return of(kind).getShardIterator(
                        r -> r.streamName(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }
}
