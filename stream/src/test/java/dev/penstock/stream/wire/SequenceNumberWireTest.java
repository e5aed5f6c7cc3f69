package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What clients can see of sequence numbers. The hex digits are those of fact sheet spec-kinesis, section 3.3; they are
 * also what kinesalite's suite, which its author ran against the service, takes apart.
 */
class SequenceNumberWireTest {
    private static final int CREATED = 2;
    private static final int INDEX = 11;
    private static final int INDEX_END = 27;
    private static final int ARRIVED = 30;
    private static final int ARRIVED_END = 38;
    private static final long NOW = 1_767_225_600;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Api api = new Api(local.api());

    @BeforeEach
    void createStream() {
        local.streams().create(new StreamSpec("events", 3, StreamSpec.DEFAULT_RETENTION));
    }

    private JsonNode ok(String operation, String json) {
        Api.Answer answer = api.call(operation, json);
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        return answer.body();
    }

    private List<JsonNode> ranges() {
        JsonNode shards = ok("ListShards", "{'StreamName':'events'}").path("Shards");
        return IntStream.range(0, shards.size())
                .mapToObj(i -> shards.path(i).path("SequenceNumberRange"))
                .toList();
    }

    private static BigInteger start(JsonNode range) {
        return new BigInteger(range.path("StartingSequenceNumber").asText());
    }

    private static String hex(JsonNode number) {
        return new BigInteger(number.asText()).toString(16);
    }

    private static long digits(String hex, int from, int to) {
        return Long.parseLong(hex, from, to, 16);
    }

    @Test
    void startingNumbersOfNeighboursAreAConstantApart() {
        List<JsonNode> ranges = ranges();

        BigInteger constant = new BigInteger("22300745198530623141535718272648361505980432");
        assertThat(start(ranges.get(1)).subtract(start(ranges.get(0)))).isEqualTo(constant);
        assertThat(start(ranges.get(2)).subtract(start(ranges.get(1)))).isEqualTo(constant);
    }

    @Test
    void shardIsNumberedFromTwoSecondsBeforeItsStreamWasCreated() {
        String start = hex(ranges().get(0).path("StartingSequenceNumber"));

        assertThat(digits(start, CREATED, CREATED + 8)).isEqualTo(NOW - 2);
        assertThat(digits(start, INDEX, INDEX_END)).isZero();
        assertThat(digits(start, ARRIVED, ARRIVED_END)).isEqualTo(NOW - 2);
    }

    @Test
    void recordSaysItsShardAndWhenItArrived() {
        time.advance(Duration.ofSeconds(75));

        String number = hex(ok("PutRecord", "{'StreamName':'events','PartitionKey':'e','Data':''}")
                .path("SequenceNumber"));

        assertThat(number).matches("20[0-9a-f]{8}2[0-9a-f]{16}000[0-9a-f]{8}000000022");
        assertThat(digits(number, ARRIVED, ARRIVED_END)).isEqualTo(NOW + 75);
    }

    @Test
    void recordsOfOneRequestHaveConsecutiveIndexesInTheirShard() {
        JsonNode records = ok("PutRecords", """
                {'StreamName':'events','Records':[{'PartitionKey':'a','Data':''},{'PartitionKey':'b','Data':''},\
                {'PartitionKey':'e','Data':''},{'PartitionKey':'f','Data':''},{'PartitionKey':'f','Data':''}]}""").path("Records");

        long first = digits(hex(records.at("/1/SequenceNumber")), INDEX, INDEX_END);
        assertThat(digits(hex(records.at("/3/SequenceNumber")), INDEX, INDEX_END))
                .isEqualTo(first + 1);
        assertThat(digits(hex(records.at("/4/SequenceNumber")), INDEX, INDEX_END))
                .isEqualTo(first + 2);
    }

    @Test
    void childIsNumberedFromOneSecondAfterItsParentsClosed() {
        time.advance(Duration.ofSeconds(60));
        ok("MergeShards", "{'StreamName':'events','ShardToMerge':'0','AdjacentShardToMerge':'1'}");

        List<JsonNode> ranges = ranges();

        String end = hex(ranges.get(1).path("EndingSequenceNumber"));
        assertThat(digits(end, INDEX, INDEX_END)).isEqualTo(Long.MAX_VALUE);
        assertThat(digits(end, ARRIVED, ARRIVED_END)).isEqualTo(NOW + 60);
        assertThat(end.substring(0, INDEX))
                .isEqualTo(hex(ranges.get(1).path("StartingSequenceNumber")).substring(0, INDEX));
        String child = hex(ranges.get(3).path("StartingSequenceNumber"));
        assertThat(digits(child, CREATED, CREATED + 8)).isEqualTo(NOW + 61);
        assertThat(digits(child, INDEX, INDEX_END)).isZero();
    }

    @Test
    void recordIsNotNumberedBeforeItsShard() {
        ok("MergeShards", "{'StreamName':'events','ShardToMerge':'0','AdjacentShardToMerge':'1'}");

        JsonNode put = ok("PutRecord", "{'StreamName':'events','PartitionKey':'a','Data':''}");

        assertThat(put.path("ShardId").asText()).isEqualTo("shardId-000000000003");
        String number = hex(put.path("SequenceNumber"));
        assertThat(digits(number, ARRIVED, ARRIVED_END)).isEqualTo(digits(number, CREATED, CREATED + 8));
    }
}
