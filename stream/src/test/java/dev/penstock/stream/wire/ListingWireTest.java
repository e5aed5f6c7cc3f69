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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingWireTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Api api = new Api(local.api());

    private void create(String name, int shards) {
        local.streams().create(new StreamSpec(name, shards, StreamSpec.DEFAULT_RETENTION));
    }

    private static List<String> ids(JsonNode shards) {
        List<String> ids = new ArrayList<>();
        shards.forEach(shard -> ids.add(shard.path("ShardId").asText().substring("shardId-00000000000".length())));
        return ids;
    }

    @Test
    void descriptionHasTheMembersOfTheService() {
        create("events", 1);

        JsonNode description =
                api.call("DescribeStream", "{'StreamName':'events'}").body();

        assertThat(description.toString()).isEqualTo("""
                        {"StreamDescription":{"StreamName":"events",\
                        "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/events",\
                        "StreamStatus":"ACTIVE","StreamModeDetails":{"StreamMode":"PROVISIONED"},\
                        "StreamCreationTimestamp":1767225600.000,"RetentionPeriodHours":24,\
                        "EnhancedMonitoring":[{"ShardLevelMetrics":[]}],"EncryptionType":"NONE",\
                        "Shards":[{"ShardId":"shardId-000000000000","HashKeyRange":{"StartingHashKey":"0",\
                        "EndingHashKey":"340282366920938463463374607431768211455"},"SequenceNumberRange":\
                        {"StartingSequenceNumber":"49670424472017546014708914442613742440540493018770178050"}}],\
                        "HasMoreShards":false}}""");
    }

    @Test
    void summaryCountsOpenShards() {
        create("events", 3);

        JsonNode summary = api.call(
                        "DescribeStreamSummary", "{'StreamARN':'arn:aws:kinesis:us-east-1:000000000000:stream/events'}")
                .body()
                .path("StreamDescriptionSummary");

        assertThat(summary.path("OpenShardCount").asInt()).isEqualTo(3);
        assertThat(summary.path("ConsumerCount").asInt()).isZero();
        assertThat(summary.path("MaxRecordSizeInKiB").asInt()).isEqualTo(1024);
        assertThat(summary.has("StreamId")).isFalse();
    }

    @Test
    void streamWithoutShardCountIsOnDemandWithFourShards() {
        assertThat(api.call("CreateStream", "{'StreamName':'auto','MaxRecordSizeInKiB':2048}")
                        .status())
                .isEqualTo(200);

        JsonNode summary = api.call("DescribeStreamSummary", "{'StreamName':'auto'}")
                .body()
                .path("StreamDescriptionSummary");
        assertThat(summary.path("OpenShardCount").asInt()).isEqualTo(4);
        assertThat(summary.path("StreamModeDetails").path("StreamMode").asText())
                .isEqualTo("ON_DEMAND");
        assertThat(summary.path("MaxRecordSizeInKiB").asInt()).isEqualTo(2048);
    }

    @Test
    void streamsArePagedByName() {
        create("c", 1);
        create("a", 1);
        create("b", 1);

        JsonNode first = api.call("ListStreams", "{'Limit':2}").body();
        JsonNode second = api.call(
                        "ListStreams",
                        "{'NextToken':'%s'}".formatted(first.path("NextToken").asText()))
                .body();
        JsonNode after =
                api.call("ListStreams", "{'ExclusiveStartStreamName':'a'}").body();

        assertThat(first.path("StreamNames").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(first.path("HasMoreStreams").asBoolean()).isTrue();
        assertThat(second.path("StreamNames").toString()).isEqualTo("[\"c\"]");
        assertThat(second.path("HasMoreStreams").asBoolean()).isFalse();
        assertThat(second.path("StreamSummaries").path(0).path("StreamStatus").asText())
                .isEqualTo("ACTIVE");
        assertThat(after.path("StreamNames").toString()).isEqualTo("[\"b\",\"c\"]");
    }

    @Test
    void shardsArePagedByTokenAloneWhichKeepsTheFilter() {
        create("events", 5);

        JsonNode first = api.call(
                        "ListShards",
                        "{'StreamName':'events','MaxResults':2,"
                                + "'ShardFilter':{'Type':'AFTER_SHARD_ID','ShardId':'shardId-000000000000'}}")
                .body();
        JsonNode second = api.call(
                        "ListShards",
                        "{'NextToken':'%s','MaxResults':10}"
                                .formatted(first.path("NextToken").asText()))
                .body();

        assertThat(ids(first.path("Shards"))).containsExactly("1", "2");
        assertThat(ids(second.path("Shards"))).containsExactly("3", "4");
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void nextTokenExpiresAfterFiveMinutes() {
        create("events", 2);
        String token = api.text("ListShards", "{'StreamName':'events','MaxResults':1}", "NextToken");

        time.advance(Duration.ofMinutes(5).plusMillis(1));

        assertThat(api.call("ListShards", "{'NextToken':'%s'}".formatted(token)).summary())
                .startsWith("ExpiredNextTokenException: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Type':'AT_LATEST'}",
                "{'Type':'AT_TRIM_HORIZON'}",
                "{'Type':'FROM_TRIM_HORIZON'}",
                "{'Type':'AT_TIMESTAMP','Timestamp':1767225600}",
                "{'Type':'FROM_TIMESTAMP','Timestamp':1}"
            })
    void everyFilterCoversTheSpaceOfAStreamThatWasNeverResharded(String filter) {
        create("events", 3);

        JsonNode shards = api.call("ListShards", "{'StreamName':'events','ShardFilter':%s}".formatted(filter))
                .body()
                .path("Shards");

        assertThat(ids(shards)).containsExactly("0", "1", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Type':'AT_TRIM_HORIZON'}",
                "{'Type':'AT_TIMESTAMP','Timestamp':1767225600}",
                "{'Type':'AT_TIMESTAMP','Timestamp':1767225610}"
            })
    void shardThatClosedAtTheMomentIsListedInsteadOfItsChildren(String filter) {
        create("events", 1);
        if (filter.contains("610")) {
            time.advance(Duration.ofSeconds(10));
        }
        api.call("PutRecord", "{'StreamName':'events','PartitionKey':'k','Data':''}");
        api.call(
                "SplitShard",
                "{'StreamName':'events','ShardToSplit':'shardId-000000000000','NewStartingHashKey':'1000'}");

        JsonNode shards = api.call("ListShards", "{'StreamName':'events','ShardFilter':%s}".formatted(filter))
                .body()
                .path("Shards");

        assertThat(ids(shards)).containsExactly("0");
    }

    @Test
    void filtersCoverTheSpaceOnceAfterEveryReshardAndWhenShardsHaveExpired() {
        create("events", 2);
        int[] counts = {4, 3, 5, 8};
        for (int count : counts) {
            api.call(
                    "UpdateShardCount",
                    "{'StreamName':'events','TargetShardCount':%d,'ScalingType':'UNIFORM_SCALING'}".formatted(count));
            time.advance(Duration.ofHours(7));
        }
        long now = time.millis() / 1000;

        for (int hour = 0; hour <= 24; hour++) {
            assertTiles("{'Type':'AT_TIMESTAMP','Timestamp':%d}".formatted(now - hour * 3_600L));
            assertTiles("{'Type':'AT_TRIM_HORIZON'}");
            assertTiles("{'Type':'AT_LATEST'}");
            time.advance(Duration.ofHours(1));
        }
    }

    private void assertTiles(String filter) {
        JsonNode shards = api.call("ListShards", "{'StreamName':'events','ShardFilter':%s}".formatted(filter))
                .body()
                .path("Shards");
        NavigableMap<BigInteger, BigInteger> ranges = new TreeMap<>();
        for (JsonNode shard : shards) {
            BigInteger other = ranges.put(
                    new BigInteger(shard.at("/HashKeyRange/StartingHashKey").asText()),
                    new BigInteger(shard.at("/HashKeyRange/EndingHashKey").asText()));
            assertThat(other).as(filter).isNull();
        }
        BigInteger next = BigInteger.ZERO;
        for (Map.Entry<BigInteger, BigInteger> range : ranges.entrySet()) {
            assertThat(range.getKey()).as(filter).isEqualTo(next);
            next = range.getValue().add(BigInteger.ONE);
        }
        assertThat(next).as(filter).isEqualTo(BigInteger.ONE.shiftLeft(128));
    }

    @Test
    void describeStreamGoesOnBehindAShard() {
        create("events", 5);

        JsonNode page = api.call(
                        "DescribeStream",
                        "{'StreamName':'events','Limit':2,'ExclusiveStartShardId':'shardId-000000000001'}")
                .body()
                .path("StreamDescription");

        assertThat(ids(page.path("Shards"))).containsExactly("2", "3");
        assertThat(page.path("HasMoreShards").asBoolean()).isTrue();
    }

    @Test
    void retentionIsRaisedAndLowered() {
        create("events", 1);

        assertThat(api.call("IncreaseStreamRetentionPeriod", "{'StreamName':'events','RetentionPeriodHours':48}")
                        .status())
                .isEqualTo(200);
        assertThat(local.streams().describe("events").retention()).isEqualTo(Duration.ofDays(2));
        assertThat(api.call("DecreaseStreamRetentionPeriod", "{'StreamName':'events','RetentionPeriodHours':24}")
                        .status())
                .isEqualTo(200);
        assertThat(local.streams().describe("events").retention()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void tagsAreAddedListedAndRemoved() {
        create("events", 1);

        assertThat(api.call("AddTagsToStream", "{'StreamName':'events','Tags':{'b':'2','a':'1','c':''}}")
                        .status())
                .isEqualTo(200);
        assertThat(api.call("RemoveTagsFromStream", "{'StreamName':'events','TagKeys':['c','none']}")
                        .status())
                .isEqualTo(200);

        assertThat(api.call("ListTagsForStream", "{'StreamName':'events','Limit':1}")
                        .summary())
                .isEqualTo("{\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}],\"HasMoreTags\":true}");
        assertThat(api.call("ListTagsForStream", "{'StreamName':'events','ExclusiveStartTagKey':'a'}")
                        .summary())
                .isEqualTo("{\"Tags\":[{\"Key\":\"b\",\"Value\":\"2\"}],\"HasMoreTags\":false}");
    }

    @Test
    void limitsTellHowMuchIsUsed() {
        create("events", 3);

        assertThat(api.call("DescribeLimits", "{}").summary())
                .isEqualTo("{\"ShardLimit\":10000,\"OpenShardCount\":3,\"OnDemandStreamCount\":0,"
                        + "\"OnDemandStreamCountLimit\":50}");
    }
}
