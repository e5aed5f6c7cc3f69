package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReshardWireTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(
            AwsIdentity.DEFAULT, time, StreamSettings.defaults().withShardLimit(40));
    private final Api api = new Api(local.api());

    private void create(int shards) {
        local.streams().create(new StreamSpec("events", shards, StreamSpec.DEFAULT_RETENTION));
    }

    private void ok(String operation, String json) {
        assertThat(api.call(operation, json).summary()).isEmpty();
    }

    private JsonNode shards() {
        return api.call("ListShards", "{'StreamName':'events'}").body().path("Shards");
    }

    /** {@code id start-end parents closed?}, ids and keys shortened. */
    private List<String> lineage() {
        List<String> lines = new ArrayList<>();
        for (JsonNode shard : shards()) {
            String text = "%s %s<%s%s"
                    .formatted(
                            number(shard, "ShardId"),
                            shard.at("/SequenceNumberRange/EndingSequenceNumber")
                                            .isMissingNode()
                                    ? "open"
                                    : "closed",
                            number(shard, "ParentShardId"),
                            number(shard, "AdjacentParentShardId"));
            lines.add(text);
        }
        return lines;
    }

    private static String number(JsonNode shard, String member) {
        String id = shard.path(member).asText();
        return id.isEmpty() ? "" : id.substring(id.length() - 1);
    }

    private List<String> openRanges() {
        List<String> ranges = new ArrayList<>();
        JsonNode open = api.call("ListShards", "{'StreamName':'events','ShardFilter':{'Type':'AT_LATEST'}}")
                .body()
                .path("Shards");
        open.forEach(
                shard -> ranges.add(shard.at("/HashKeyRange/StartingHashKey").asText()));
        return ranges.stream()
                .map(java.math.BigInteger::new)
                .sorted()
                .map(Object::toString)
                .toList();
    }

    @Test
    void splitClosesTheParentAndOpensTwoChildrenAtTheKey() {
        create(1);

        ok("SplitShard", "{'StreamName':'events','ShardToSplit':'any-0','NewStartingHashKey':'2'}");

        assertThat(lineage()).containsExactly("0 closed<", "1 open<0", "2 open<0");
        assertThat(shards().path(1).path("HashKeyRange").toString())
                .isEqualTo("{\"StartingHashKey\":\"0\",\"EndingHashKey\":\"1\"}");
        assertThat(shards().path(2).at("/HashKeyRange/StartingHashKey").asText())
                .isEqualTo("2");
    }

    @Test
    void mergeGivesTheChildBothParentsInOrder() {
        create(3);

        ok("MergeShards", "{'StreamName':'events','ShardToMerge':'x-0','AdjacentShardToMerge':'x-1'}");

        assertThat(lineage()).containsExactly("0 closed<", "1 closed<", "2 open<", "3 open<01");
        assertThat(shards().path(3).path("HashKeyRange").toString())
                .isEqualTo("{\"StartingHashKey\":\"0\",\"EndingHashKey\":\"226854911280625642308916404954512140969\"}");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SplitShard | {} | ValidationException: 3 validation errors detected: Value null at 'newStartingHashKey' failed to satisfy constraint: Member must not be null; Value null at 'streamName' failed to satisfy constraint: Member must not be null; Value null at 'shardToSplit' failed to satisfy constraint: Member must not be null
        SplitShard | {'StreamName':'none','ShardToSplit':'2147483648','NewStartingHashKey':'0'} | ResourceNotFoundException: Could not find shard 2147483648 in stream none under account 000000000000.
        SplitShard | {'StreamName':'none','ShardToSplit':'a-00002147483647','NewStartingHashKey':'0'} | ResourceNotFoundException: Stream none under account 000000000000 not found.
        SplitShard | {'StreamName':'events','ShardToSplit':'shardId-5','NewStartingHashKey':'0'} | ResourceNotFoundException: Could not find shard shardId-000000000005 in stream events under account 000000000000.
        SplitShard | {'StreamName':'events','ShardToSplit':'shard-0','NewStartingHashKey':'1'} | InvalidArgumentException: NewStartingHashKey 1 used in SplitShard() on shard shardId-000000000000 in stream events under account 000000000000 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 113427455640312821154458202477256070484.
        SplitShard | {'StreamName':'events','ShardToSplit':'shard-2','NewStartingHashKey':'999999999999999999999999999999999999999'} | InvalidArgumentException: NewStartingHashKey 999999999999999999999999999999999999999 used in SplitShard() on shard shardId-000000000002 in stream events under account 000000000000 is not both greater than one plus the shard's StartingHashKey 226854911280625642308916404954512140970 and less than the shard's EndingHashKey 340282366920938463463374607431768211455.
        MergeShards | {} | ValidationException: 3 validation errors detected: Value null at 'shardToMerge' failed to satisfy constraint: Member must not be null; Value null at 'adjacentShardToMerge' failed to satisfy constraint: Member must not be null; Value null at 'streamName' failed to satisfy constraint: Member must not be null
        MergeShards | {'StreamName':'none','ShardToMerge':'x-0','AdjacentShardToMerge':'2.14E4'} | ResourceNotFoundException: Could not find shard 2.14E4 in stream none under account 000000000000.
        MergeShards | {'StreamName':'events','ShardToMerge':'x-0','AdjacentShardToMerge':'x-5'} | ResourceNotFoundException: Could not find shard shardId-000000000005 in stream events under account 000000000000.
        MergeShards | {'StreamName':'events','ShardToMerge':'x-0','AdjacentShardToMerge':'x-2'} | InvalidArgumentException: Shards shardId-000000000000 and shardId-000000000002 in stream events under account 000000000000 are not an adjacent pair of shards eligible for merging
        MergeShards | {'StreamName':'events','ShardToMerge':'x-1','AdjacentShardToMerge':'x-0'} | InvalidArgumentException: Shards shardId-000000000001 and shardId-000000000000 in stream events under account 000000000000 are not an adjacent pair of shards eligible for merging
        UpdateShardCount | {'ScalingType':'','StreamName':'','TargetShardCount':0} | ValidationException: 4 validation errors detected: Value '' at 'scalingType' failed to satisfy constraint: Member must satisfy enum value set: [UNIFORM_SCALING]; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '0' at 'targetShardCount' failed to satisfy constraint: Member must have value greater than or equal to 1
        UpdateShardCount | {'ScalingType':'UNIFORM_SCALING','StreamName':'events','TargetShardCount':7} | LimitExceededException: UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 3, Target shard count: 7
        UpdateShardCount | {'ScalingType':'UNIFORM_SCALING','StreamName':'events','TargetShardCount':1} | LimitExceededException: UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 3, Target shard count: 1
        UpdateShardCount | {'ScalingType':'UNIFORM_SCALING','StreamName':'events','TargetShardCount':41} | LimitExceededException: Target shard count or number of open shards cannot be greater than 40. Current open shard count: 3, Target shard count: 41
        """)
    void reshardingIsRefusedAsTheServiceDoes(String operation, String request, String expected) {
        create(3);

        assertThat(api.call(operation, request).summary()).isEqualTo(expected);
        assertThat(shards()).hasSize(3);
    }

    @Test
    void closedShardIsNotReshardedAgain() {
        create(1);
        ok("SplitShard", "{'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'500'}");

        Api.Answer again =
                api.call("SplitShard", "{'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'600'}");

        assertThat(again.summary())
                .isEqualTo("InvalidArgumentException: Shard shardId-000000000000 in stream events under account"
                        + " 000000000000 has already been merged or split, and thus is not eligible for merging or"
                        + " splitting.");
    }

    @Test
    void splitOverTheShardLimitIsRefused() {
        create(40);

        Api.Answer refused =
                api.call("SplitShard", "{'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'500'}");

        assertThat(refused.summary())
                .startsWith("LimitExceededException: This request would exceed the shard limit for the account"
                        + " 000000000000 in us-east-1. Current shard count for the account: 40. Limit: 40. Number of"
                        + " additional shards that would have resulted from this request: 1. Refer to ");
    }

    @Test
    void shardsOfAnOnDemandStreamAreNotTheClients() {
        api.call("CreateStream", "{'StreamName':'events'}");

        assertThat(api.call("SplitShard", "{'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'500'}")
                        .summary())
                .isEqualTo("ValidationException: Request is invalid. Stream events under account 000000000000 is in"
                        + " On-Demand mode.");
    }

    @ParameterizedTest
    @CsvSource({"2, 4", "4, 2", "3, 5", "5, 3", "7, 7", "6, 11"})
    void shardCountIsReachedWithTheRangesOfANewStream(int before, int after) {
        create(before);
        local.streams().create(new StreamSpec("model", after, StreamSpec.DEFAULT_RETENTION));
        List<String> expected = new ArrayList<>();
        api.call("ListShards", "{'StreamName':'model'}")
                .body()
                .path("Shards")
                .forEach(shard ->
                        expected.add(shard.at("/HashKeyRange/StartingHashKey").asText()));

        Api.Answer answer = api.call(
                "UpdateShardCount",
                "{'StreamName':'events','TargetShardCount':%d,'ScalingType':'UNIFORM_SCALING'}".formatted(after));

        assertThat(answer.summary())
                .isEqualTo(("{\"StreamName\":\"events\",\"CurrentShardCount\":%d,\"TargetShardCount\":%d,"
                                + "\"StreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/events\"}")
                        .formatted(before, after));
        assertThat(openRanges()).isEqualTo(expected);
    }

    @Test
    void doublingSplitsEachShardOnceAndNothingElse() {
        create(2);

        api.call("UpdateShardCount", "{'StreamName':'events','TargetShardCount':4,'ScalingType':'UNIFORM_SCALING'}");

        assertThat(lineage()).containsExactly("0 closed<", "1 closed<", "2 open<0", "3 open<0", "4 open<1", "5 open<1");
    }

    /** The Kinesis Client Library cannot read a shard of a single key; found by an application that stood still at one. */
    @ParameterizedTest
    @CsvSource({"170141183460469231731687303715884105727", "170141183460469231731687303715884105729"})
    void scalingMakesNoShardOfASingleKeyOutOfRangesThatAreOffByOne(String splitAt) {
        create(1);
        ok("SplitShard", "{'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'" + splitAt + "'}");

        api.call("UpdateShardCount", "{'StreamName':'events','TargetShardCount':4,'ScalingType':'UNIFORM_SCALING'}");

        assertThat(openRanges()).hasSize(4).contains(splitAt);
        assertThat(shards())
                .allSatisfy(shard -> assertThat(shard.at("/HashKeyRange/StartingHashKey"))
                        .isNotEqualTo(shard.at("/HashKeyRange/EndingHashKey")));
    }

    @Test
    void shardCountIsUpdatedTenTimesADay() {
        create(2);
        String same = "{'StreamName':'events','TargetShardCount':2,'ScalingType':'UNIFORM_SCALING'}";
        for (int i = 0; i < 10; i++) {
            assertThat(api.call("UpdateShardCount", same).status()).isEqualTo(200);
        }

        assertThat(api.call("UpdateShardCount", same).summary()).startsWith("LimitExceededException: ");
        time.advance(Duration.ofHours(24));
        assertThat(api.call("UpdateShardCount", same).status()).isEqualTo(200);
    }

    @Test
    void closedShardLeavesWhenItsRecordsHaveLeft() {
        create(1);
        api.call("PutRecord", "{'StreamName':'events','PartitionKey':'device-1','Data':'AA=='}");
        ok("SplitShard", "{'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'500'}");

        time.advance(Duration.ofHours(24));
        List<String> kept = lineage();
        time.advance(Duration.ofMillis(1));

        assertThat(kept).containsExactly("0 closed<", "1 open<0", "2 open<0");
        assertThat(lineage()).containsExactly("1 open<0", "2 open<0");
        assertThat(local.streams().describe("events").heldBytes()).isZero();
        assertThat(api.call(
                                "GetShardIterator",
                                "{'StreamName':'events','ShardId':'shardId-000000000000','ShardIteratorType':'LATEST'}")
                        .summary())
                .startsWith("ResourceNotFoundException: Shard shardId-000000000000 in stream events");
        assertThat(api.call("DescribeStream", "{'StreamName':'events','ExclusiveStartShardId':'shardId-000000000000'}")
                        .body()
                        .at("/StreamDescription/Shards"))
                .hasSize(2);
    }
}
