package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartWireTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/a";
    private static final String CONSUMER = "{'StreamARN':'%s','ConsumerName':'reader'}".formatted(ARN);

    @TempDir
    private Path path;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");

    private Restarted open() {
        return new Restarted(StreamPersistence.in(path), time);
    }

    /** What clients can see of a stream. */
    private static Map<String, Object> seen(Restarted run, String stream) {
        Map<String, Object> seen = new LinkedHashMap<>();
        String name = "{'StreamName':'%s'}".formatted(stream);
        for (String operation : List.of("DescribeStream", "DescribeStreamSummary", "ListTagsForStream")) {
            seen.put(operation, run.answer(operation, name));
        }
        seen.put(
                "policy",
                run.api
                        .call("GetResourcePolicy", "{'ResourceARN':'%s'}".formatted(ARN))
                        .body());
        seen.put(
                "consumers",
                run.api
                        .call("ListStreamConsumers", "{'StreamARN':'%s'}".formatted(ARN))
                        .body());
        seen.put("consumer", run.api.call("DescribeStreamConsumer", CONSUMER).body());
        for (JsonNode shard : run.shards(stream)) {
            String id = shard.path("ShardId").asText();
            seen.put(id, shard);
            seen.put("records of " + id, run.records(stream, id));
        }
        return seen;
    }

    private static void put(Restarted run, String stream, int from, int to) {
        for (int i = from; i < to; i++) {
            run.answer("PutRecord", "{'StreamName':'%s','PartitionKey':'k%d','Data':'AAAA'}".formatted(stream, i));
        }
    }

    @Test
    void changeThatComesTrueAfterItsAnswerComesBack() {
        StreamSettings settings = StreamSettings.defaults()
                .withPersistence(StreamPersistence.in(path))
                .withTransition(Duration.ofSeconds(1));
        JsonNode before;
        try (Restarted run = new Restarted(settings, time)) {
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':1}");
            time.advance(Duration.ofSeconds(2));
            run.answer("UpdateMaxRecordSize", "{'StreamARN':'%s','MaxRecordSizeInKiB':4096}".formatted(ARN));
            time.advance(Duration.ofSeconds(2));
            before = run.answer("DescribeStreamSummary", "{'StreamName':'a'}");
        }

        try (Restarted run = new Restarted(settings, time)) {
            assertThat(before.path("StreamDescriptionSummary")
                            .path("MaxRecordSizeInKiB")
                            .asInt())
                    .isEqualTo(4096);
            assertThat(run.answer("DescribeStreamSummary", "{'StreamName':'a'}"))
                    .isEqualTo(before);
        }
    }

    @Test
    void everythingThatClientsSeeComesBack() {
        Map<String, Object> before;
        Map<String, Object> elsewhere;
        try (Restarted run = open()) {
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':2}");
            run.answer("AddTagsToStream", "{'StreamName':'a','Tags':{'team':'red','empty':''}}");
            run.answer("IncreaseStreamRetentionPeriod", "{'StreamName':'a','RetentionPeriodHours':48}");
            run.answer(
                    "StartStreamEncryption", "{'StreamName':'a','EncryptionType':'KMS','KeyId':'alias/aws/kinesis'}");
            run.answer("EnableEnhancedMonitoring", "{'StreamName':'a','ShardLevelMetrics':['IncomingBytes']}");
            run.answer("RegisterStreamConsumer", CONSUMER.replace("}", ",'Tags':{'who':'me'}}"));
            run.answer("RegisterStreamConsumer", CONSUMER.replace("reader", "gone"));
            run.answer("DeregisterStreamConsumer", CONSUMER.replace("reader", "gone"));
            run.answer("PutResourcePolicy", "{'ResourceARN':'%s','Policy':'{}'}".formatted(ARN));
            put(run, "a", 0, 20);
            time.advance(Duration.ofMinutes(3));
            run.answer(
                    "SplitShard",
                    "{'StreamName':'a','ShardToSplit':'shardId-000000000000','NewStartingHashKey':'1000'}");
            put(run, "a", 20, 40);
            run.answer(
                    "MergeShards",
                    "{'StreamName':'a','ShardToMerge':'shardId-000000000002','AdjacentShardToMerge':'shardId-000000000003'}");
            put(run, "a", 40, 60);
            run.api
                    .signed("AKIA", "eu-west-1")
                    .call("CreateStream", "{'StreamName':'a','StreamModeDetails':{'StreamMode':'ON_DEMAND'}}");
            before = seen(run, "a");
            assertThat(before.get("consumers")).asString().contains("reader").doesNotContain("gone");
            elsewhere = Map.of(
                    "summary",
                    run.api
                            .signed("AKIA", "eu-west-1")
                            .call("DescribeStreamSummary", "{'StreamName':'a'}")
                            .body());
        }

        try (Restarted run = open()) {
            assertThat(seen(run, "a")).isEqualTo(before);
            assertThat(run.api
                            .signed("AKIA", "eu-west-1")
                            .call("DescribeStreamSummary", "{'StreamName':'a'}")
                            .body())
                    .isEqualTo(elsewhere.get("summary"));
        }
    }

    @Test
    void numbersGrowFarBeyondThoseOfTheRunBefore() {
        BigInteger last;
        try (Restarted run = open()) {
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':1}");
            put(run, "a", 0, 3);
            last = number(run.records("a", "shardId-000000000000").get(2));
        }

        try (Restarted run = open()) {
            put(run, "a", 3, 4);
            List<JsonNode> records = run.records("a", "shardId-000000000000");

            assertThat(records).hasSize(4);
            assertThat(number(records.get(3)).subtract(last)).isGreaterThan(BigInteger.ONE.shiftLeft(40 + 80 - 1));
        }
    }

    private static BigInteger number(JsonNode record) {
        return new BigInteger(record.path("SequenceNumber").asText());
    }

    @Test
    void iteratorsAndPositionsOfTheRunBeforeAreValid() {
        String iterator;
        String latest;
        String last;
        try (Restarted run = open()) {
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':1}");
            put(run, "a", 0, 5);
            last = run.records("a", "shardId-000000000000")
                    .get(4)
                    .path("SequenceNumber")
                    .asText();
            iterator = iterator(run, "'AT_SEQUENCE_NUMBER','StartingSequenceNumber':'%s'".formatted(last));
            latest = iterator(run, "'LATEST'");
        }

        try (Restarted run = open()) {
            put(run, "a", 5, 7);

            assertThat(keys(run, iterator)).containsExactly("k4", "k5", "k6");
            assertThat(keys(run, latest)).containsExactly("k5", "k6");
            assertThat(keys(
                            run,
                            iterator(run, "'AFTER_SEQUENCE_NUMBER','StartingSequenceNumber':'%s'".formatted(last))))
                    .containsExactly("k5", "k6");
        }
    }

    private static String iterator(Restarted run, String type) {
        return run.answer(
                        "GetShardIterator",
                        "{'StreamName':'a','ShardId':'shardId-000000000000','ShardIteratorType':%s}".formatted(type))
                .path("ShardIterator")
                .asText();
    }

    private static List<String> keys(Restarted run, String iterator) {
        return run.answer("GetRecords", "{'ShardIterator':'%s'}".formatted(iterator))
                .path("Records")
                .findValuesAsText("PartitionKey");
    }

    @Test
    void deletedStreamStaysAwayAlsoWhenItsNameCameAgain() {
        try (Restarted run = open()) {
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':1}");
            put(run, "a", 0, 3);
            run.answer("DeleteStream", "{'StreamName':'a'}");
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':1}");
            put(run, "a", 3, 4);
            run.answer("CreateStream", "{'StreamName':'b','ShardCount':1}");
            run.answer("DeleteStream", "{'StreamName':'b'}");
        }

        try (Restarted run = open()) {
            assertThat(run.streams.names()).containsExactly("a");
            assertThat(run.records("a", "shardId-000000000000"))
                    .extracting(record -> record.path("PartitionKey").asText())
                    .containsExactly("k3");
        }
    }

    @Test
    void recordsThatExpiredMeanwhileAreGone() {
        try (Restarted run = open()) {
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':1}");
            put(run, "a", 0, 3);
            time.advance(Duration.ofHours(20));
            put(run, "a", 3, 5);
        }
        time.advance(Duration.ofHours(5));

        try (Restarted run = open()) {
            assertThat(run.records("a", "shardId-000000000000")).hasSize(2);
        }
    }

    @Test
    void streamsCreatedInsideTheJvmComeBackAndMayBeCreatedAgain() {
        StreamSpec spec = new StreamSpec("inside", 3, StreamSpec.DEFAULT_RETENTION);
        try (Restarted run = open()) {
            run.streams.create(spec);
            run.streams
                    .put("inside", "k", Bytes.utf8("v"))
                    .toCompletableFuture()
                    .join();
        }

        try (Restarted run = open()) {
            run.streams.create(spec);

            assertThat(run.streams.describe("inside").records()).isEqualTo(1);
            assertThat(run.streams.describe("inside").openShards()).isEqualTo(3);
        }
    }

    @Test
    void budgetThatIsTooSmallIsToldAndNothingIsLost() {
        StreamSettings settings = StreamSettings.defaults().withPersistence(StreamPersistence.in(path));
        try (Restarted run = new Restarted(settings, time)) {
            run.answer("CreateStream", "{'StreamName':'a','ShardCount':1}");
            put(run, "a", 0, 100);
        }

        assertThatThrownBy(() -> new Restarted(settings.withMaxBytesPerStream(1_000), time))
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll("take", "stream.maxBytesPerStream (1000)", "raise them", "Nothing is lost");
        try (Restarted run = new Restarted(settings, time)) {
            assertThat(run.records("a", "shardId-000000000000")).hasSize(100);
        }
    }
}
