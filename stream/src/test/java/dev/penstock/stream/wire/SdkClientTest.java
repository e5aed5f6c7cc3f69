package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The AWS SDK for Java as its users configure it: HTTP/1.1 (sync) and clear-text HTTP/2 (async), both with CBOR. */
class SdkClientTest {
    private static final SystemTime TIME = new SystemTime();
    private static final AwsEndpoint ENDPOINT = new AwsEndpoint("127.0.0.1", 0);
    private static KinesisClient sync;
    private static KinesisAsyncClient async;

    @BeforeAll
    static void start() {
        LocalStreams local =
                StreamFactory.local(AwsIdentity.DEFAULT, TIME, new StreamSettings(4 * 1024 * 1024, 64 * 1024 * 1024));
        ENDPOINT.register(local.api());
        ENDPOINT.start();
        sync = KinesisClient.builder()
                .endpointOverride(ENDPOINT.uri())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
        async = KinesisAsyncClient.builder()
                .endpointOverride(ENDPOINT.uri())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @AfterAll
    static void stop() {
        sync.close();
        async.close();
        ENDPOINT.close();
        TIME.close();
    }

    private static void create(String stream, int shards) {
        sync.createStream(r -> r.streamName(stream).shardCount(shards));
        sync.waiter().waitUntilStreamExists(r -> r.streamName(stream));
    }

    private static String trimHorizon(String stream) {
        return sync.getShardIterator(r -> r.streamName(stream)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    @Test
    void syncClientPutsAndReadsRecords() {
        create("sync", 1);
        Instant before = TIME.now();

        PutRecordResponse put =
                sync.putRecord(r -> r.streamName("sync").partitionKey("k").data(SdkBytes.fromUtf8String("hello")));
        GetRecordsResponse read = sync.getRecords(r -> r.shardIterator(trimHorizon("sync")));

        Record record = read.records().get(0);
        assertThat(read.records()).hasSize(1);
        assertThat(record.data().asUtf8String()).isEqualTo("hello");
        assertThat(record.partitionKey()).isEqualTo("k");
        assertThat(record.sequenceNumber()).isEqualTo(put.sequenceNumber());
        assertThat(record.approximateArrivalTimestamp()).isBetween(before, TIME.now());
        assertThat(read.nextShardIterator()).isNotEmpty();
        assertThat(read.millisBehindLatest()).isZero();
    }

    @Test
    void syncClientManagesStreams() {
        create("managed", 3);

        assertThat(sync.listStreams().streamNames()).contains("managed");
        assertThat(sync.describeStream(r -> r.streamName("managed"))
                        .streamDescription()
                        .shards())
                .hasSize(3);
        assertThat(sync.describeStreamSummary(r -> r.streamName("managed"))
                        .streamDescriptionSummary()
                        .streamStatus())
                .isEqualTo(StreamStatus.ACTIVE);
        assertThat(sync.listShards(r -> r.streamName("managed")).shards()).hasSize(3);
        sync.deleteStream(r -> r.streamName("managed"));
        sync.waiter().waitUntilStreamNotExists(r -> r.streamName("managed"));
    }

    @Test
    void asyncClientPutsManyAtOnceOverHttp2() {
        create("async", 2);
        List<CompletableFuture<PutRecordResponse>> puts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String key = "device-" + i;
            puts.add(
                    async.putRecord(r -> r.streamName("async").partitionKey(key).data(SdkBytes.fromUtf8String(key))));
        }

        assertThat(CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(60));
        assertThat(puts.stream().map(put -> put.join().sequenceNumber()).distinct())
                .hasSize(200);
    }

    @Test
    void putRecordsAnswersInTheOrderOfTheRequest() {
        create("batch", 4);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (String key : List.of("device-1", "device-2", "device-3")) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(key)
                    .data(SdkBytes.fromUtf8String(key))
                    .build());
        }

        PutRecordsResponse response =
                async.putRecords(r -> r.streamName("batch").records(entries)).join();

        assertThat(response.failedRecordCount()).isZero();
        assertThat(response.records())
                .extracting(result -> result.shardId())
                .containsExactly("shardId-000000000003", "shardId-000000000000", "shardId-000000000001");
    }

    @Test
    void fullStreamThrottlesOverTheWire() {
        create("full", 1);
        SdkBytes megabyte = SdkBytes.fromByteArray(new byte[1_000_000]);
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .data(megabyte)
                .build();

        PutRecordsResponse response =
                sync.putRecords(r -> r.streamName("full").records(entry, entry, entry, entry, entry, entry));

        assertThat(response.failedRecordCount()).isEqualTo(2);
        assertThat(response.records().get(3).errorCode()).isNull();
        assertThat(response.records().get(4).errorCode()).isEqualTo("ProvisionedThroughputExceededException");
        assertThatThrownBy(() -> sync.putRecord(
                        r -> r.streamName("full").partitionKey("k").data(megabyte)))
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining("Rate exceeded for shard shardId-000000000000 in stream full");
    }

    @Test
    void unknownStreamIsATypedError() {
        assertThatThrownBy(() -> sync.describeStreamSummary(r -> r.streamName("nothing")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream nothing under account 000000000000 not found.");
        assertThatThrownBy(() -> async.describeStreamSummary(r -> r.streamName("nothing"))
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void badIteratorIsATypedError() {
        assertThatThrownBy(() -> sync.getRecords(r -> r.shardIterator("nonsense")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Invalid ShardIterator.");
    }

    @Test
    void iteratorByTimestampCrossesCborAsMilliseconds() {
        create("stamped", 1);
        sync.putRecord(r -> r.streamName("stamped").partitionKey("k").data(SdkBytes.fromUtf8String("x")));
        Instant arrival = sync.getRecords(r -> r.shardIterator(trimHorizon("stamped")))
                .records()
                .get(0)
                .approximateArrivalTimestamp();

        String at = sync.getShardIterator(r -> r.streamName("stamped")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(arrival))
                .shardIterator();

        assertThat(sync.getRecords(r -> r.shardIterator(at)).records()).hasSize(1);
    }
}
