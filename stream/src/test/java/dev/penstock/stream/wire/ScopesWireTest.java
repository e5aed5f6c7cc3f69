package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScopesWireTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, new StreamSettings(4_000, 4_000));
    private final Api api = new Api(local.api());

    @Test
    void regionsHaveStreamsOfTheirOwn() {
        Api ireland = api.signed("AKIDEXAMPLE", "eu-west-1");
        local.streams().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));

        assertThat(ireland.call("CreateStream", "{'StreamName':'events','ShardCount':2}")
                        .status())
                .isEqualTo(200);

        assertThat(ireland.call("DescribeStreamSummary", "{'StreamName':'events'}")
                        .body()
                        .at("/StreamDescriptionSummary/StreamARN")
                        .asText())
                .isEqualTo("arn:aws:kinesis:eu-west-1:000000000000:stream/events");
        assertThat(local.streams().describe("events").openShards()).isEqualTo(1);
    }

    @Test
    void twelveDigitsAsAccessKeyAreTheAccount() {
        local.streams().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));

        Api other = api.signed("123456789012", "us-east-1");

        assertThat(other.call("DescribeStream", "{'StreamName':'events'}").summary())
                .isEqualTo("ResourceNotFoundException: Stream events under account 123456789012 not found.");
        assertThat(api.signed("000000000000", "us-east-1")
                        .call("DescribeStream", "{'StreamName':'events'}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void iteratorOfAnotherRegionIsNone() {
        Api ireland = api.signed("AKIDEXAMPLE", "eu-west-1");
        local.streams().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        ireland.call("CreateStream", "{'StreamName':'events','ShardCount':1}");
        String iterator = ireland.text(
                "GetShardIterator",
                "{'StreamName':'events','ShardId':'0','ShardIteratorType':'LATEST'}",
                "ShardIterator");

        assertThat(api.call("GetRecords", "{'ShardIterator':'%s'}".formatted(iterator))
                        .summary())
                .isEqualTo("InvalidArgumentException: Invalid ShardIterator.");
    }

    @Test
    void textThatIsNoRegionIsRefused() {
        Api nowhere = api.signed("AKIDEXAMPLE", "local");

        assertThat(nowhere.call("ListStreams", "{}").summary())
                .isEqualTo("InvalidSignatureException: Credential should be scoped to a valid region, not 'local'; set"
                        + " the client's region to us-east-1");
    }

    @Test
    void allScopesShareOneMemoryBudget() {
        local.streams().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        Api ireland = api.signed("AKIDEXAMPLE", "eu-west-1");
        ireland.call("CreateStream", "{'StreamName':'events','ShardCount':1}");
        local.streams().put("events", "device-1", Bytes.utf8("x".repeat(3_000)));

        Api.Answer refused = ireland.call(
                "PutRecord",
                "{'StreamName':'events','PartitionKey':'device-1','Data':'%s'}".formatted("eHh4".repeat(500)));

        assertThat(refused.summary())
                .isEqualTo("ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000 in"
                        + " stream events under account 000000000000.");
    }

    @Test
    void numberOfScopesIsBounded() {
        IntStream.range(1, 256)
                .forEach(account ->
                        api.signed("%012d".formatted(account), "us-east-1").call("ListStreams", "{}"));

        Api.Answer refused = api.signed("999999999999", "us-east-1").call("ListStreams", "{}");

        assertThat(refused.summary()).startsWith("LimitExceededException: Penstock keeps streams of 256 pairs");
        assertThat(api.call("ListStreams", "{}").status()).isEqualTo(200);
    }
}
