package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamFaults.Fault;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FaultsWireTest {
    private static final String PUT = "{'StreamName': 'orders', 'PartitionKey': 'k', 'Data': 'eA=='}";
    private static final String SHARD = "shardId-000000000000";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Api api = new Api(local.api());

    FaultsWireTest() {
        local.streams().create(new StreamSpec("orders", 1, StreamSpec.DEFAULT_RETENTION));
    }

    @Test
    void nthEntryFailsInItsPlaceAndTheOthersAreStored() {
        add("fault", "failEntry", "stream", "orders", "nth", 2, "error", "InternalFailure");

        Api.Answer answer = api.call(
                "PutRecords",
                "{'StreamName': 'orders', 'Records': [%1$s, %1$s, %1$s]}"
                        .formatted("{'PartitionKey': 'k', 'Data': 'eA=='}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("FailedRecordCount").asInt()).isEqualTo(1);
        assertThat(answer.body().at("/Records/1").toString())
                .isEqualTo("{\"ErrorCode\":\"InternalFailure\",\"ErrorMessage\":\"Internal service failure.\"}");
        assertThat(local.streams().describe("orders").records()).isEqualTo(2);
    }

    @Test
    void putRecordIsAnEntryToo() {
        add("fault", "failEntry", "nth", 2);

        assertThat(api.call("PutRecord", PUT).status()).isEqualTo(200);
        assertThat(api.call("PutRecord", PUT).summary())
                .startsWith("ProvisionedThroughputExceededException: Rate exceeded for shard " + SHARD);
        assertThat(api.call("PutRecord", PUT).status()).isEqualTo(200);
    }

    @Test
    void putFromInsideTheJvmFailsOnlyWhenAskedFor() {
        add("fault", "failEntry", "every", 1);
        put();
        local.streams().faults().clear();
        add("fault", "failEntry", "every", 1, "inJvm", true);

        assertThatThrownBy(this::put).hasMessageContaining("Rate exceeded for shard");
    }

    @Test
    void nextUseOfAnIteratorExpiresAndTheOneAfterItReads() {
        String iterator = iterator();
        add("fault", "expireIterator", "stream", "orders");

        Api.Answer expired = read(iterator);
        Api.Answer again = read(iterator);

        assertThat(expired.summary())
                .startsWith("ExpiredIteratorException: Iterator expired. The iterator was created at time Thu Jan 01");
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void throttledShardRefusesReadsForItsDuration() {
        String iterator = iterator();
        add("fault", "throttleShard", "stream", "orders", "shard", SHARD, "duration", "3s");

        Api.Answer during = read(iterator);
        time.advance(Duration.ofSeconds(3));

        assertThat(during.summary()).startsWith("ProvisionedThroughputExceededException: Rate exceeded");
        assertThat(read(iterator).status()).isEqualTo(200);
    }

    @Test
    void callOnOneShardFailsWithInternalFailure() {
        String iterator = iterator();
        add("fault", "failCall", "operation", "GetRecords", "stream", "orders", "shard", SHARD, "times", 1);

        Api.Answer failed = read(iterator);

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.summary()).startsWith("InternalFailure: ");
        assertThat(read(iterator).status()).isEqualTo(200);
    }

    @Test
    void answerIsHeldBackAndTheRecordIsThereAtOnce() {
        add("fault", "delay", "operation", "PutRecord", "delay", "2s");

        CompletableFuture<WireResponse> answer = local.api()
                .handle(new WireRequest(
                        "POST",
                        "/",
                        "",
                        new DefaultHttpHeaders()
                                .add("X-Amz-Target", "Kinesis_20131202.PutRecord")
                                .add("Content-Type", "application/x-amz-json-1.1"),
                        Bytes.utf8(PUT.replace('\'', '"'))))
                .toCompletableFuture();
        long stored = local.streams().describe("orders").records();
        boolean early = answer.isDone();
        time.advance(Duration.ofSeconds(2));

        assertThat(stored).isEqualTo(1);
        assertThat(early).isFalse();
        assertThat(answer.join().status()).isEqualTo(200);
    }

    @Test
    void streamIsFoundByArnToo() {
        add("fault", "failCall", "operation", "DescribeStream", "stream", "orders", "times", 1);
        String arn = local.streams().describe("orders").arn();

        assertThat(api.call("DescribeStream", "{'StreamARN': '%s'}".formatted(arn))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void malformedCallIsRefusedByTheCallItself() {
        add("fault", "failCall", "stream", "orders", "every", 1);

        Api.Answer answer = api.call("DescribeStream", "{'StreamARN': 'x'}");

        assertThat(answer.summary()).startsWith("ValidationException: ");
    }

    private void add(Object... fields) {
        Map<String, Object> byName = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            byName.put((String) fields[i], fields[i + 1]);
        }
        local.streams().faults().add(Fault.of(byName));
    }

    private void put() {
        local.streams()
                .put("orders", "k", Bytes.utf8("x"))
                .toCompletableFuture()
                .join();
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
