package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Records, iterators and lists of shards. */
class RecordsClientsTest {
    private static final String SHARD = "shardId-000000000000";

    @RegisterExtension
    static final SdkClients CLIENTS = new SdkClients();

    private static SdkBytes everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return SdkBytes.fromByteArray(bytes);
    }

    @EveryClient
    void recordIsReadAsItWasPut(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "one", 1);
        Instant before = CLIENTS.now().minusSeconds(60);

        PutRecordResponse put = client.putRecord(
                r -> r.streamName(stream).partitionKey("température").data(everyByte()));
        GetRecordsResponse read = client.getRecords(r -> r.shardIterator(CLIENTS.iterator(kind, stream, SHARD)));

        assertThat(read.records()).hasSize(1);
        Record record = read.records().get(0);
        assertThat(put.shardId()).isEqualTo(SHARD);
        assertThat(record.data()).isEqualTo(everyByte());
        assertThat(record.partitionKey()).isEqualTo("température");
        assertThat(record.sequenceNumber()).isEqualTo(put.sequenceNumber());
        assertThat(record.approximateArrivalTimestamp()).isBetween(before, before.plusSeconds(120));
        assertThat(record.encryptionType()).isNull();
        assertThat(read.millisBehindLatest()).isZero();
        assertThat(read.nextShardIterator()).isNotBlank();
    }

    @EveryClient
    void recordsOfABatchGoWhereTheirKeysSay(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "batch", 4);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (String key : List.of("device-1", "device-2", "device-3")) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(key)
                    .data(SdkBytes.fromUtf8String(key))
                    .build());
        }
        entries.add(PutRecordsRequestEntry.builder()
                .partitionKey("any")
                .explicitHashKey("340282366920938463463374607431768211455")
                .data(SdkBytes.fromUtf8String(""))
                .build());

        PutRecordsResponse put = client.putRecords(r -> r.streamName(stream).records(entries));

        assertThat(put.failedRecordCount()).isZero();
        assertThat(put.records())
                .extracting(PutRecordsResultEntry::shardId)
                .containsExactly("shardId-000000000003", SHARD, "shardId-000000000001", "shardId-000000000003");
        assertThat(client.getRecords(r -> r.shardIterator(CLIENTS.iterator(kind, stream, "shardId-000000000003")))
                        .records())
                .extracting(record -> record.data().asUtf8String())
                .containsExactly("device-1", "");
    }

    @EveryClient
    void everyKindOfIteratorStartsWhereItSays(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "iterators", 1);
        String first = CLIENTS.put(kind, stream, "k", "first");
        CLIENTS.put(kind, stream, "k", "second");
        Instant arrival = client.getRecords(r -> r.shardIterator(CLIENTS.iterator(kind, stream, SHARD)))
                .records()
                .get(0)
                .approximateArrivalTimestamp();

        String at = iterator(kind, stream, ShardIteratorType.AT_SEQUENCE_NUMBER, first);
        String after = iterator(kind, stream, ShardIteratorType.AFTER_SEQUENCE_NUMBER, first);
        String latest = client.getShardIterator(
                        r -> r.streamName(stream).shardId(SHARD).shardIteratorType(ShardIteratorType.LATEST))
                .shardIterator();
        String byTime = client.getShardIterator(r -> r.streamName(stream)
                        .shardId(SHARD)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(arrival))
                .shardIterator();
        CLIENTS.put(kind, stream, "k", "third");

        assertThat(read(kind, at)).containsExactly("first", "second", "third");
        assertThat(read(kind, after)).containsExactly("second", "third");
        assertThat(read(kind, latest)).containsExactly("third");
        assertThat(read(kind, byTime)).containsExactly("first", "second", "third");
    }

    private static String iterator(SdkClient kind, String stream, ShardIteratorType type, String sequenceNumber) {
        return CLIENTS.of(kind)
                .getShardIterator(r -> r.streamName(stream)
                        .shardId(SHARD)
                        .shardIteratorType(type)
                        .startingSequenceNumber(sequenceNumber))
                .shardIterator();
    }

    private static List<String> read(SdkClient kind, String iterator) {
        return CLIENTS.of(kind).getRecords(r -> r.shardIterator(iterator)).records().stream()
                .map(record -> record.data().asUtf8String())
                .toList();
    }

    @EveryClient
    void shardsAreListedInPagesAndByFilter(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "shards", 3);

        ListShardsResponse first = client.listShards(r -> r.streamName(stream).maxResults(2));
        ListShardsResponse second = client.listShards(r -> r.nextToken(first.nextToken()));
        ListShardsResponse latest =
                client.listShards(r -> r.streamName(stream).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)));

        assertThat(first.shards()).extracting(Shard::shardId).containsExactly(SHARD, "shardId-000000000001");
        assertThat(second.shards()).extracting(Shard::shardId).containsExactly("shardId-000000000002");
        assertThat(second.nextToken()).isNull();
        assertThat(latest.shards()).hasSize(3);
    }

    @EveryClient
    void refusalsAreTyped(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "refusals", 1);

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> CLIENTS.put(kind, "nothing", "k", "x"))
                .withMessageContaining("Stream nothing under account 000000000000 not found.");
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> CLIENTS.iterator(kind, stream, "shardId-000000000007"))
                .withMessageContaining("Shard shardId-000000000007 in stream " + stream);
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> client.getRecords(r -> r.shardIterator("nonsense")))
                .withMessageContaining("Invalid ShardIterator.");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> client.putRecord(r -> r.streamName(stream)
                        .partitionKey("k")
                        .explicitHashKey("340282366920938463463374607431768211456")
                        .data(everyByte())))
                .withMessageContaining("Invalid ExplicitHashKey.");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> client.listShards(r -> {}))
                .withMessageContaining("Either NextToken or StreamName should be provided.");
    }
}
