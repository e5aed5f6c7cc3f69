package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeCycleWireTest {
    private static final Duration TRANSITION = Duration.ofMillis(100);
    private static final String SPLIT = "{'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'500'}";
    private static final String PUT = "{'StreamName':'events','PartitionKey':'device-1','Data':'AA=='}";
    private static final String NOT_FOUND =
            "ResourceNotFoundException: Stream events under account 000000000000 not found.";
    private static final String IN_STATE =
            "ResourceInUseException: Stream events under account 000000000000 not ACTIVE, instead in state ";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(
            AwsIdentity.DEFAULT, time, StreamSettings.defaults().withTransition(TRANSITION));
    private final Api api = new Api(local.api());

    private void ok(String operation, String json) {
        assertThat(api.call(operation, json).summary()).isEmpty();
    }

    private void create() {
        ok("CreateStream", "{'StreamName':'events','ShardCount':1}");
    }

    private void active() {
        create();
        time.advance(TRANSITION);
    }

    private String status() {
        return api.call("DescribeStreamSummary", "{'StreamName':'events'}")
                .body()
                .at("/StreamDescriptionSummary/StreamStatus")
                .asText();
    }

    private int shards() {
        return api.call("DescribeStream", "{'StreamName':'events'}")
                .body()
                .at("/StreamDescription/Shards")
                .size();
    }

    @Test
    void newStreamIsCreatingWithoutShardsThenActive() {
        create();
        String before = status() + shards();

        time.advance(TRANSITION);

        assertThat(before).isEqualTo("CREATING0");
        assertThat(status() + shards()).isEqualTo("ACTIVE1");
    }

    @Test
    void streamOfTheTemplateIsActiveAtOnce() {
        local.streams().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));

        assertThat(status()).isEqualTo("ACTIVE");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        PutRecord | {'StreamName':'events','PartitionKey':'k','Data':''} | ResourceNotFoundException: Stream events under account 000000000000 not found.
        GetShardIterator | {'StreamName':'events','ShardId':'0','ShardIteratorType':'LATEST'} | ResourceNotFoundException: Shard shardId-000000000000 in stream events under account 000000000000 does not exist
        ListShards | {'StreamName':'events'} | ResourceInUseException: Stream events under account 000000000000 not ACTIVE, instead in state CREATING
        SplitShard | {'StreamName':'events','ShardToSplit':'0','NewStartingHashKey':'500'} | ResourceInUseException: Stream events under account 000000000000 not ACTIVE, instead in state CREATING
        UpdateShardCount | {'StreamName':'events','TargetShardCount':2,'ScalingType':'UNIFORM_SCALING'} | ResourceInUseException: Stream events under account 000000000000 not ACTIVE, instead in state CREATING
        CreateStream | {'StreamName':'events','ShardCount':1} | ResourceInUseException: Stream events under account 000000000000 already exists.
        """)
    void streamInCreationTakesNothing(String operation, String request, String expected) {
        create();

        assertThat(api.call(operation, request).summary()).isEqualTo(expected);
    }

    @Test
    void updateShowsTheOldShardsUntilItIsDone() {
        active();

        ok("SplitShard", SPLIT);
        String during = status() + shards();
        Api.Answer put = api.call("PutRecord", PUT);
        Api.Answer again = api.call("SplitShard", SPLIT);
        time.advance(TRANSITION);

        assertThat(during).isEqualTo("UPDATING1");
        assertThat(put.body().path("ShardId").asText()).isEqualTo("shardId-000000000000");
        assertThat(again.summary()).isEqualTo(IN_STATE + "UPDATING");
        assertThat(status() + shards()).isEqualTo("ACTIVE3");
    }

    @Test
    void refusedUpdateLeavesTheStreamActive() {
        active();

        assertThat(api.call("SplitShard", SPLIT.replace("500", "1")).status()).isEqualTo(400);

        assertThat(status()).isEqualTo("ACTIVE");
    }

    @Test
    void deletedStreamIsDeletingThenItsNameIsFree() {
        active();

        ok("DeleteStream", "{'StreamName':'events'}");
        String during = status();
        String put = api.call("PutRecord", PUT).summary();
        String split = api.call("SplitShard", SPLIT).summary();
        ok("DeleteStream", "{'StreamName':'events'}");
        time.advance(TRANSITION);

        assertThat(during).isEqualTo("DELETING");
        assertThat(put).isEqualTo(NOT_FOUND);
        assertThat(split).isEqualTo(IN_STATE + "DELETING");
        assertThat(api.call("DescribeStream", "{'StreamName':'events'}").summary())
                .isEqualTo(NOT_FOUND);
        create();
    }

    @Test
    void deletingCallsOffTheUpdateThatGoesOn() {
        active();
        ok("SplitShard", SPLIT);

        ok("DeleteStream", "{'StreamName':'events'}");
        time.advance(TRANSITION.minusMillis(1));

        assertThat(status() + shards()).isEqualTo("DELETING1");
    }

    @Test
    void streamDeletedInCreationNeverHadShards() {
        create();

        ok("DeleteStream", "{'StreamName':'events'}");

        assertThat(status() + shards()).isEqualTo("DELETING0");
    }

    @Test
    void retentionChangesAtOnceButNotDuringAnUpdate() {
        active();
        String longer = "{'StreamName':'events','RetentionPeriodHours':48}";

        ok("IncreaseStreamRetentionPeriod", longer);
        ok("SplitShard", SPLIT);

        assertThat(local.streams().describe("events").retention()).isEqualTo(Duration.ofDays(2));
        assertThat(api.call("IncreaseStreamRetentionPeriod", longer).summary()).isEqualTo(IN_STATE + "UPDATING");
    }

    @Test
    void fiveStreamsAreCreatedAtATime() {
        for (int i = 0; i < 5; i++) {
            ok("CreateStream", "{'StreamName':'s%d','ShardCount':1}".formatted(i));
        }

        assertThat(api.call("CreateStream", "{'StreamName':'s5','ShardCount':1}")
                        .summary())
                .startsWith("LimitExceededException: ");
        time.advance(Duration.ofMillis(100));
        ok("CreateStream", "{'StreamName':'s5','ShardCount':1}");
    }
}
