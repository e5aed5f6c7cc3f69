package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The control operations through the AWS SDK for Java (CBOR), with states that last until a test moves the clock. */
class SdkControlTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/events";

    private static final Duration TRANSITION = Duration.ofMillis(50);

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private KinesisClient client;

    @BeforeEach
    void start() throws Exception {
        StreamSettings settings = StreamSettings.defaults().withTransition(TRANSITION);
        endpoint.register(
                StreamFactory.local(AwsIdentity.DEFAULT, time, settings).api());
        endpoint.start();
        client = client(Region.US_EAST_1);
        client.createStream(r -> r.streamName("events").shardCount(2).tags(Map.of("team", "water")));
        untilDone(() -> client.waiter().waitUntilStreamExists(r -> r.streamName("events"), SdkControlTest::often));
    }

    /** Moves the clock past a transition while a waiter of the SDK asks. */
    private void untilDone(Runnable waiter) throws Exception {
        CompletableFuture<Void> done = CompletableFuture.runAsync(waiter);
        time.advance(TRANSITION);
        done.get(30, TimeUnit.SECONDS);
    }

    /** The waiters of the SDK ask every ten seconds. */
    private static void often(WaiterOverrideConfiguration.Builder waiter) {
        waiter.maxAttempts(200).backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(20)));
    }

    private KinesisClient client(Region region) {
        return KinesisClient.builder()
                .endpointOverride(endpoint.uri())
                .region(region)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        endpoint.close();
    }

    private StreamDescriptionSummary summary() {
        return client.describeStreamSummary(r -> r.streamName("events")).streamDescriptionSummary();
    }

    private void untilActive() {
        time.advance(TRANSITION);
        assertThat(summary().streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    }

    @Test
    void shardsAreSplitMergedAndScaled() {
        client.splitShard(
                r -> r.streamName("events").shardToSplit("shardId-000000000000").newStartingHashKey("1000"));
        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> client.updateShardCount(
                        r -> r.streamName("events").targetShardCount(2).scalingType("UNIFORM_SCALING")))
                .withMessageContaining("not ACTIVE, instead in state UPDATING");
        untilActive();
        client.mergeShards(r ->
                r.streamARN(ARN).shardToMerge("shardId-000000000002").adjacentShardToMerge("shardId-000000000003"));
        untilActive();
        var scaled = client.updateShardCount(
                r -> r.streamName("events").targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
        untilActive();

        assertThat(scaled.currentShardCount()).isEqualTo(2);
        assertThat(summary().openShardCount()).isEqualTo(4);
        assertThat(client.listShards(r -> r.streamName("events")).shards())
                .extracting(Shard::parentShardId, Shard::adjacentParentShardId)
                .contains(tuple("shardId-000000000002", "shardId-000000000003"));
    }

    @Test
    void attributesAreSetAndShown() {
        client.updateStreamMode(r -> r.streamARN(ARN).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
        untilActive();
        client.startStreamEncryption(
                r -> r.streamName("events").encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
        untilActive();
        client.updateMaxRecordSize(r -> r.streamARN(ARN).maxRecordSizeInKiB(4096));
        untilActive();
        client.enableEnhancedMonitoring(r -> r.streamName("events").shardLevelMetrics(MetricsName.ALL));
        client.increaseStreamRetentionPeriod(r -> r.streamName("events").retentionPeriodHours(48));
        client.tagResource(r -> r.resourceARN(ARN).tags(Map.of("line", "7")));
        client.putResourcePolicy(r -> r.resourceARN(ARN).policy("{\"Version\":\"2012-10-17\"}"));

        StreamDescriptionSummary summary = summary();
        assertThat(summary.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThat(summary.encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(summary.maxRecordSizeInKiB()).isEqualTo(4096);
        assertThat(summary.enhancedMonitoring().get(0).shardLevelMetrics()).hasSize(7);
        assertThat(summary.retentionPeriodHours()).isEqualTo(48);
        assertThat(client.listTagsForStream(r -> r.streamName("events")).tags()).hasSize(2);
        assertThat(client.getResourcePolicy(r -> r.resourceARN(ARN)).policy()).contains("2012-10-17");
        assertThat(client.describeLimits().onDemandStreamCount()).isEqualTo(1);
        assertThat(client.describeAccountSettings(r -> {})
                        .minimumThroughputBillingCommitment()
                        .statusAsString())
                .isEqualTo("DISABLED");
    }

    @Test
    void deletedStreamIsGoneAfterAWhile() throws Exception {
        client.deleteStream(r -> r.streamName("events").enforceConsumerDeletion(true));

        untilDone(() -> client.waiter().waitUntilStreamNotExists(r -> r.streamName("events"), SdkControlTest::often));

        assertThat(client.listStreams().streamNames()).isEmpty();
    }

    @Test
    void clientOfAnotherRegionSeesItsOwnStreams() {
        try (KinesisClient frankfurt = client(Region.EU_CENTRAL_1)) {
            frankfurt.createStream(r -> r.streamName("elsewhere").shardCount(1));

            assertThat(frankfurt.listStreams().streamNames()).containsExactly("elsewhere");
        }
        assertThat(client.listStreams().streamNames()).containsExactly("events");
    }
}
