package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThrottlingWireTest {
    private static final String SHARD = "shardId-000000000000";
    private static final String RATE_EXCEEDED = "Rate exceeded for shard %s in stream orders under account %s."
            .formatted(SHARD, AwsIdentity.DEFAULT.account());

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(
            AwsIdentity.DEFAULT,
            time,
            StreamSettings.defaults()
                    .withThrottling(true)
                    .withInitialize(List.of(new StreamSpec("orders", 2, StreamSpec.DEFAULT_RETENTION))));
    private final Api api = new Api(local.api());

    ThrottlingWireTest() {
        local.streams().start();
    }

    @Test
    void record1001OfAShardFailsInItsPlaceAndTheOtherShardIsFree() {
        putRecords(500, "0");
        putRecords(499, "0");

        JsonNode answer = putRecords(3, "0");
        JsonNode other = putRecords(1, "170141183460469231731687303715884105728");
        time.advance(Duration.ofSeconds(1));
        JsonNode next = putRecords(500, "0");

        assertThat(answer.path("FailedRecordCount").asInt()).isEqualTo(2);
        assertThat(answer.at("/Records/0/ShardId").asText()).isEqualTo(SHARD);
        assertThat(answer.at("/Records/1").toString())
                .isEqualTo("{\"ErrorCode\":\"ProvisionedThroughputExceededException\",\"ErrorMessage\":\"%s\"}"
                        .formatted(RATE_EXCEEDED));
        assertThat(answer.at("/Records/2/ErrorCode").asText()).isEqualTo("ProvisionedThroughputExceededException");
        assertThat(other.path("FailedRecordCount").asInt()).isZero();
        assertThat(next.path("FailedRecordCount").asInt()).isZero();
    }

    @Test
    void dataAndPartitionKeyCountForTheBytesOfAShard() {
        String half = Bytes.wrap(new byte[512 * 1024 - 1]).base64();
        String put = "{'StreamName': 'orders', 'PartitionKey': 'k', 'ExplicitHashKey': '0', 'Data': '%s'}";

        Api.Answer first = api.call("PutRecord", put.formatted(half));
        Api.Answer second = api.call("PutRecord", put.formatted(half));
        Api.Answer third = api.call("PutRecord", put.formatted(""));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(third.summary()).isEqualTo("ProvisionedThroughputExceededException: " + RATE_EXCEEDED);
    }

    @Test
    void sixthReadAndSixthIteratorOfASecondAreRefused() {
        String iterator = iterator();
        IntStream.range(0, 4).forEach(i -> iterator());
        Api.Answer tooMany = api.call(
                "GetShardIterator",
                "{'StreamName': 'orders', 'ShardId': '%s', 'ShardIteratorType': 'LATEST'}".formatted(SHARD));
        IntStream.range(0, 5).forEach(i -> assertThat(read(iterator).status()).isEqualTo(200));

        Api.Answer sixth = read(iterator);
        time.advance(Duration.ofSeconds(1));

        assertThat(tooMany.summary()).isEqualTo("ProvisionedThroughputExceededException: " + RATE_EXCEEDED);
        assertThat(sixth.summary()).isEqualTo("ProvisionedThroughputExceededException: " + RATE_EXCEEDED);
        assertThat(read(iterator).status()).isEqualTo(200);
    }

    @Test
    void largeReadHoldsTheReadsOfItsShard() {
        String iterator = iterator();
        for (int i = 0; i < 5; i++) {
            local.streams()
                    .put("orders", keyOfFirstShard(), Bytes.wrap(new byte[1024 * 1000]))
                    .toCompletableFuture()
                    .join();
            time.advance(Duration.ofSeconds(1));
        }

        int records = read(iterator).body().path("Records").size();
        time.advance(Duration.ofMillis(1_999));
        Api.Answer early = read(iterator);
        time.advance(Duration.ofMillis(1));

        assertThat(records).isEqualTo(5);
        assertThat(early.status()).isEqualTo(400);
        assertThat(read(iterator).status()).isEqualTo(200);
    }

    @Test
    void putsFromInsideTheJvmHaveTheSameRate() {
        putRecords(500, "0");
        putRecords(500, "0");

        assertThatThrownBy(() -> local.streams()
                        .put("orders", keyOfFirstShard(), Bytes.utf8("x"))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining(RATE_EXCEEDED);
    }

    @Test
    void eleventhDescribeStreamOfASecondIsRefused() {
        IntStream.range(0, 10)
                .forEach(i -> assertThat(api.call("DescribeStream", "{'StreamName': 'orders'}")
                                .status())
                        .isEqualTo(200));

        Api.Answer eleventh = api.call("DescribeStream", "{'StreamName': 'orders'}");

        assertThat(eleventh.summary()).startsWith("LimitExceededException: Rate exceeded for DescribeStream");
    }

    @Test
    void nothingIsThrottledUnlessAskedFor() {
        LocalStreams free = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
        free.streams().create(new StreamSpec("orders", 1, StreamSpec.DEFAULT_RETENTION));
        Api open = new Api(free.api());

        long refused = IntStream.range(0, 3_000)
                .filter(i -> open.call("PutRecord", "{'StreamName': 'orders', 'PartitionKey': 'k', 'Data': ''}")
                                .status()
                        != 200)
                .count();

        assertThat(refused).isZero();
    }

    private JsonNode putRecords(int count, String hashKey) {
        String entry = "{'PartitionKey': 'k', 'ExplicitHashKey': '%s', 'Data': 'eA=='}".formatted(hashKey);
        return api.call(
                        "PutRecords",
                        "{'StreamName': 'orders', 'Records': [%s]}"
                                .formatted(String.join(",", Collections.nCopies(count, entry))))
                .body();
    }

    /** MD5 of "a" begins with 0c. */
    private static String keyOfFirstShard() {
        return "a";
    }

    private String iterator() {
        return api.text(
                "GetShardIterator",
                "{'StreamName': 'orders', 'ShardId': '%s', 'ShardIteratorType': 'TRIM_HORIZON'}".formatted(SHARD),
                "ShardIterator");
    }

    private Api.Answer read(String iterator) {
        return api.call("GetRecords", "{'ShardIterator': '%s'}".formatted(iterator));
    }
}
