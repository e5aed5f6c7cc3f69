package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** The life of streams. */
class StreamsClientsTest {
    @RegisterExtension
    static final SdkClients CLIENTS = new SdkClients();

    @EveryClient
    void streamIsDescribedAsItWasMade(SdkClient kind) {
        Instant before = CLIENTS.now().minusSeconds(60);

        String stream = CLIENTS.create(kind, "made", 3);
        StreamDescriptionSummary summary = CLIENTS.summary(kind, stream);
        StreamDescription description =
                CLIENTS.of(kind).describeStream(r -> r.streamName(stream)).streamDescription();

        String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
        assertThat(summary.streamARN()).isEqualTo(arn);
        assertThat(summary.openShardCount()).isEqualTo(3);
        assertThat(summary.retentionPeriodHours()).isEqualTo(24);
        assertThat(summary.consumerCount()).isZero();
        assertThat(summary.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThat(summary.streamCreationTimestamp()).isBetween(before, before.plusSeconds(120));
        assertThat(description.streamARN()).isEqualTo(arn);
        assertThat(description.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(description.hasMoreShards()).isFalse();
        assertThat(description.encryptionType()).isEqualTo(EncryptionType.NONE);
        assertThat(description.enhancedMonitoring().get(0).shardLevelMetrics()).isEmpty();
        assertThat(description.shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000000", "shardId-000000000001", "shardId-000000000002");
        assertThat(description.shards().get(2).hashKeyRange().endingHashKey())
                .isEqualTo("340282366920938463463374607431768211455");
    }

    @EveryClient
    void streamsAreListedInPages(SdkClient kind) {
        List<String> streams = List.of(
                CLIENTS.create(kind, "listed-a", 1),
                CLIENTS.create(kind, "listed-b", 1),
                CLIENTS.create(kind, "listed-c", 1));
        String first = streams.get(0);

        List<String> after = CLIENTS.of(kind)
                .listStreams(r -> r.exclusiveStartStreamName(first).limit(1))
                .streamNames();

        assertThat(CLIENTS.of(kind).listStreams(r -> r.limit(100)).streamNames())
                .containsAll(streams)
                .isSorted();
        assertThat(CLIENTS.of(kind).listStreams(r -> r.limit(1)).hasMoreStreams())
                .isTrue();
        assertThat(after).hasSize(1).noneMatch(first::equals);
    }

    @EveryClient
    void streamIsDeleted(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "deleted", 1);

        client.deleteStream(r -> r.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/" + stream));

        Awaitility.await("stream gone")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatExceptionOfType(ResourceNotFoundException.class)
                        .isThrownBy(() -> CLIENTS.summary(kind, stream))
                        .withMessageContaining("Stream " + stream + " under account 000000000000 not found."));
    }

    @EveryClient
    void limitsCountOpenShards(SdkClient kind) {
        DescribeLimitsResponse before = CLIENTS.of(kind).describeLimits();

        CLIENTS.create(kind, "counted", 4);

        DescribeLimitsResponse after = CLIENTS.of(kind).describeLimits();
        assertThat(after.openShardCount() - before.openShardCount()).isEqualTo(4);
        assertThat(after.shardLimit()).isGreaterThan(after.openShardCount());
    }

    @EveryClient
    void refusalsAreTyped(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "taken", 1);

        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> client.createStream(r -> r.streamName(stream).shardCount(1)))
                .withMessageContaining("Stream " + stream + " under account 000000000000 already exists.")
                .satisfies(e -> assertThat(e.requestId()).isNotBlank())
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(
                        () -> client.createStream(r -> r.streamName("bad name").shardCount(0)))
                .withMessageContaining("2 validation errors detected: ");
        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> client.createStream(
                        r -> r.streamName(kind.stream("huge")).shardCount(100_000)))
                .withMessageContaining("This request would exceed the shard limit for the account 000000000000");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> client.increaseStreamRetentionPeriod(
                        r -> r.streamName(stream).retentionPeriodHours(9_000)))
                .withMessageContaining("Maximum allowed retention period is 8760 hours.");
    }
}
