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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesWireTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/events";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Api api = new Api(local.api());

    @BeforeEach
    void createStream() {
        local.streams().create(new StreamSpec("events", 2, StreamSpec.DEFAULT_RETENTION));
    }

    private String call(String operation, String json) {
        return api.call(operation, json).summary();
    }

    private String onArn(String operation, String members) {
        return api.call(operation, "{'StreamARN':'" + ARN + "'" + members + "}").summary();
    }

    private String onResource(String operation, String members) {
        return api.call(operation, "{'ResourceARN':'" + ARN + "'" + members + "}")
                .summary();
    }

    private String onName(String operation, String members) {
        return api.call(operation, "{'StreamName':'events'" + members + "}").summary();
    }

    private JsonNode summary() {
        return api.call("DescribeStreamSummary", "{'StreamName':'events'}")
                .body()
                .path("StreamDescriptionSummary");
    }

    @Test
    void tagsOfTheResourceAreThoseOfTheStream() {
        onResource("TagResource", ",'Tags':{'b':'2','a':'1'}");
        onName("AddTagsToStream", ",'Tags':{'c':''}");
        onResource("UntagResource", ",'TagKeys':['a','none']");

        assertThat(onName("ListTagsForStream", ""))
                .isEqualTo("{\"Tags\":[{\"Key\":\"b\",\"Value\":\"2\"},{\"Key\":\"c\",\"Value\":\"\"}],"
                        + "\"HasMoreTags\":false}");
        assertThat(onResource("ListTagsForResource", ""))
                .isEqualTo("{\"Tags\":[{\"Key\":\"b\",\"Value\":\"2\"},{\"Key\":\"c\",\"Value\":\"\"}]}");
    }

    @Test
    void moreThanFiftyTagsAreRefusedWithoutAddingAny() {
        String fifty =
                IntStream.range(0, 50).mapToObj(i -> "'k%d':'v'".formatted(i)).collect(Collectors.joining(","));
        onName("AddTagsToStream", ",'Tags':{" + fifty + "}");

        String refused = onName("AddTagsToStream", ",'Tags':{'k1':'w','more':'v'}");

        assertThat(refused)
                .isEqualTo("InvalidArgumentException: Failed to add tags to stream events under account 000000000000"
                        + " because a given stream cannot have more than 10 tags associated with it.");
        assertThat(onName("ListTagsForStream", ",'Limit':2,'ExclusiveStartTagKey':'k0'"))
                .isEqualTo("{\"Tags\":[{\"Key\":\"k1\",\"Value\":\"v\"},{\"Key\":\"k10\",\"Value\":\"v\"}],"
                        + "\"HasMoreTags\":true}");
    }

    @Test
    void streamIsCreatedWithItsTagsAndRecordSize() {
        api.call(
                "CreateStream",
                "{'StreamName':'auto','Tags':{'a':'1'},'MaxRecordSizeInKiB':2048,"
                        + "'WarmThroughputMiBps':7,'StreamModeDetails':{'StreamMode':'ON_DEMAND'}}");

        assertThat(api.call("ListTagsForStream", "{'StreamName':'auto'}").summary())
                .isEqualTo("{\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}],\"HasMoreTags\":false}");
        assertThat(api.call("DescribeStreamSummary", "{'StreamName':'auto'}")
                        .body()
                        .path("StreamDescriptionSummary")
                        .toString())
                .endsWith("\"OpenShardCount\":4,\"ConsumerCount\":0,\"MaxRecordSizeInKiB\":2048,"
                        + "\"WarmThroughput\":{\"TargetMiBps\":7,\"CurrentMiBps\":7}}");
    }

    @Test
    void modeIsSwitchedTwiceADay() {
        String onDemand = ",'StreamModeDetails':{'StreamMode':'ON_DEMAND'}";
        String provisioned = ",'StreamModeDetails':{'StreamMode':'PROVISIONED'}";

        assertThat(onArn("UpdateStreamMode", onDemand)).isEmpty();
        assertThat(summary().at("/StreamModeDetails/StreamMode").asText()).isEqualTo("ON_DEMAND");
        assertThat(onArn("UpdateStreamMode", onDemand)).isEmpty();
        assertThat(onArn("UpdateStreamMode", provisioned)).isEmpty();
        assertThat(onArn("UpdateStreamMode", onDemand)).startsWith("LimitExceededException: ");
        time.advance(Duration.ofHours(24));
        assertThat(onArn("UpdateStreamMode", onDemand)).isEmpty();
        assertThat(summary().path("OpenShardCount").asInt()).isEqualTo(2);
    }

    @Test
    void encryptionIsShownUntilItIsStopped() {
        String key = ",'EncryptionType':'KMS','KeyId':'alias/aws/kinesis'";

        assertThat(onName("StartStreamEncryption", key)).isEmpty();
        JsonNode during = summary();
        String put = onName("PutRecord", ",'PartitionKey':'k','ExplicitHashKey':'0','Data':''");
        String read = api.call("GetRecords", "{'ShardIterator':'" + iterator() + "'}")
                .body()
                .at("/Records/0/EncryptionType")
                .asText();
        assertThat(onName("StopStreamEncryption", key)).isEmpty();

        assertThat(put).endsWith(",\"EncryptionType\":\"KMS\"}");
        assertThat(read).isEqualTo("KMS");

        assertThat(during.path("EncryptionType").asText() + during.path("KeyId").asText())
                .isEqualTo("KMSalias/aws/kinesis");
        assertThat(summary().path("EncryptionType").asText()).isEqualTo("NONE");
        assertThat(summary().has("KeyId")).isFalse();
    }

    @Test
    void recordKeepsTheEncryptionThatItWasWrittenWith() {
        String key = ",'EncryptionType':'KMS','KeyId':'alias/aws/kinesis'";
        String record = ",'PartitionKey':'k','ExplicitHashKey':'0','Data':''";
        onName("PutRecord", record);
        time.advance(Duration.ofMillis(1));
        onName("StartStreamEncryption", key);
        onName("PutRecord", record);
        time.advance(Duration.ofMillis(1));
        onName("StopStreamEncryption", key);
        onName("PutRecord", record);

        JsonNode records = api.call("GetRecords", "{'ShardIterator':'" + iterator() + "'}")
                .body()
                .path("Records");

        assertThat(records.path(0).has("EncryptionType")).isFalse();
        assertThat(records.path(1).path("EncryptionType").asText()).isEqualTo("KMS");
        assertThat(records.path(2).has("EncryptionType")).isFalse();
    }

    private String iterator() {
        return api.text(
                "GetShardIterator",
                "{'StreamName':'events','ShardId':'0','ShardIteratorType':'TRIM_HORIZON'}",
                "ShardIterator");
    }

    @Test
    void shardLevelMetricsAreSwitchedOnAndOff() {
        onName("EnableEnhancedMonitoring", ",'ShardLevelMetrics':['OutgoingBytes','IncomingBytes']");

        String some = onName("DisableEnhancedMonitoring", ",'ShardLevelMetrics':['OutgoingBytes']");
        onName("EnableEnhancedMonitoring", ",'ShardLevelMetrics':['ALL']");

        assertThat(some)
                .isEqualTo("{\"StreamName\":\"events\",\"CurrentShardLevelMetrics\":[\"IncomingBytes\","
                        + "\"OutgoingBytes\"],\"DesiredShardLevelMetrics\":[\"IncomingBytes\"],\"StreamARN\":\"" + ARN
                        + "\"}");
        assertThat(summary().at("/EnhancedMonitoring/0/ShardLevelMetrics")).hasSize(7);
    }

    @Test
    void largerRecordsAreTakenAfterTheSizeIsRaised() {
        String large = ",'PartitionKey':'k','Data':'" + "AAAA".repeat(400_000) + "'";
        int before =
                api.call("PutRecord", "{'StreamName':'events'" + large + "}").status();

        assertThat(onArn("UpdateMaxRecordSize", ",'MaxRecordSizeInKiB':2048")).isEmpty();

        assertThat(before).isEqualTo(400);
        assertThat(api.call("PutRecord", "{'StreamName':'events'" + large + "}").status())
                .isEqualTo(200);
        assertThat(summary().path("MaxRecordSizeInKiB").asInt()).isEqualTo(2048);
    }

    @Test
    void policyIsKeptUntilItIsDeleted() {
        assertThat(onResource("GetResourcePolicy", "")).isEqualTo("{\"Policy\":\"{}\"}");
        assertThat(onResource("PutResourcePolicy", ",'Policy':'{\\\"Version\\\":1}'"))
                .isEmpty();
        assertThat(onResource("GetResourcePolicy", "")).isEqualTo("{\"Policy\":\"{\\\"Version\\\":1}\"}");
        assertThat(onResource("DeleteResourcePolicy", "")).isEmpty();
        assertThat(onResource("DeleteResourcePolicy", ""))
                .isEqualTo("ResourceNotFoundException: No resource policy found for resource ARN " + ARN + ".");
    }

    @Test
    void warmThroughputIsForStreamsOnDemand() {
        api.call("CreateStream", "{'StreamName':'auto'}");

        assertThat(api.call("UpdateStreamWarmThroughput", "{'StreamName':'auto','WarmThroughputMiBps':100}")
                        .summary())
                .isEqualTo("{\"StreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/auto\","
                        + "\"StreamName\":\"auto\",\"WarmThroughput\":{\"TargetMiBps\":100,\"CurrentMiBps\":4}}");
        assertThat(onName("UpdateStreamWarmThroughput", ",'WarmThroughputMiBps':100"))
                .isEqualTo("ValidationException: Request is invalid. Stream events under account 000000000000 is in"
                        + " Provisioned mode.");
    }

    @Test
    void billingCommitmentLastsADayAtLeast() {
        String promise = "{'MinimumThroughputBillingCommitment':{'Status':'%s'}}";

        String before = call("DescribeAccountSettings", "{}");
        String enabled = call("UpdateAccountSettings", promise.formatted("ENABLED"));
        String ending = call("UpdateAccountSettings", promise.formatted("DISABLED"));
        time.advance(Duration.ofHours(24));

        assertThat(before).isEqualTo("{\"MinimumThroughputBillingCommitment\":{\"Status\":\"DISABLED\"}}");
        assertThat(enabled)
                .isEqualTo("{\"MinimumThroughputBillingCommitment\":{\"Status\":\"ENABLED\","
                        + "\"StartedAt\":1767225600.000,\"EarliestAllowedEndAt\":1767312000.000}}");
        assertThat(ending).contains("\"Status\":\"ENABLED_UNTIL_EARLIEST_ALLOWED_END\"");
        assertThat(call("DescribeAccountSettings", "{}"))
                .isEqualTo("{\"MinimumThroughputBillingCommitment\":{\"Status\":\"DISABLED\","
                        + "\"StartedAt\":1767225600.000,\"EndedAt\":1767312000.000}}");
    }

    @Test
    void fiftyStreamsMayBeOnDemand() {
        for (int i = 0; i < 50; i++) {
            api.call("CreateStream", "{'StreamName':'s%d'}".formatted(i));
        }

        assertThat(api.call("CreateStream", "{'StreamName':'s50'}").summary())
                .startsWith("LimitExceededException: Account 000000000000 has 50 streams in On-Demand mode already");
        assertThat(api.call("DescribeLimits", "{}").summary()).contains("\"OnDemandStreamCount\":50,");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        TagResource | {} | ValidationException: 2 validation errors detected: Value null at 'tags' failed to satisfy constraint: Member must not be null; Value null at 'resourceARN' failed to satisfy constraint: Member must not be null
        TagResource | {'ResourceARN':'x','Tags':{'a':'1'}} | ValidationException: 1 validation error detected: Value 'x' at 'resourceARN' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+
        TagResource | {'ResourceARN':'arn:aws:kinesis:us-east-1:000000000000:stream/none','Tags':{'a':'1'}} | ResourceNotFoundException: Stream none under account 000000000000 not found.
        ListTagsForResource | {'ResourceARN':'arn:aws:kinesis:us-east-1:000000000000:stream/events/consumer/app:1'} | ResourceNotFoundException: Consumer app:1, account 000000000000 not found.
        UntagResource | {'ResourceARN':'arn:aws:kinesis:us-east-1:000000000000:stream/events','TagKeys':['a%b']} | InvalidArgumentException: Failed to remove tags from resource arn:aws:kinesis:us-east-1:000000000000:stream/events because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@'.
        RemoveTagsFromStream | {} | ValidationException: 2 validation errors detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null; Value null at 'streamName' failed to satisfy constraint: Member must not be null
        RemoveTagsFromStream | {'StreamName':'events','TagKeys':['a','']} | ValidationException: 1 validation error detected: Value '[a, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]
        RemoveTagsFromStream | {'StreamName':'events','TagKeys':['abc;def']} | InvalidArgumentException: Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.
        UpdateStreamMode | {} | ValidationException: 2 validation errors detected: Value null at 'streamARN' failed to satisfy constraint: Member must not be null; Value null at 'streamModeDetails' failed to satisfy constraint: Member must not be null
        UpdateStreamMode | {'StreamARN':'arn:aws:kinesis:us-east-1:000000000000:stream/events','StreamModeDetails':{}} | ValidationException: 1 validation error detected: Value null at 'streamModeDetails.streamMode' failed to satisfy constraint: Member must not be null
        StartStreamEncryption | {'StreamName':'events'} | ValidationException: 2 validation errors detected: Value null at 'encryptionType' failed to satisfy constraint: Member must not be null; Value null at 'keyId' failed to satisfy constraint: Member must not be null
        StopStreamEncryption | {'StreamName':'events','EncryptionType':'NONE','KeyId':'k'} | InvalidArgumentException: EncryptionType must be KMS, not NONE.
        EnableEnhancedMonitoring | {'StreamName':'events','ShardLevelMetrics':[]} | ValidationException: 1 validation error detected: Value '[]' at 'shardLevelMetrics' failed to satisfy constraint: Member must have length greater than or equal to 1
        EnableEnhancedMonitoring | {'StreamName':'events','ShardLevelMetrics':['Speed']} | ValidationException: 1 validation error detected: Value '[Speed]' at 'shardLevelMetrics' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [IncomingBytes, IncomingRecords, OutgoingBytes, OutgoingRecords, WriteProvisionedThroughputExceeded, ReadProvisionedThroughputExceeded, IteratorAgeMilliseconds, ALL]]
        UpdateMaxRecordSize | {'StreamARN':'arn:aws:kinesis:us-east-1:000000000000:stream/events','MaxRecordSizeInKiB':1000} | ValidationException: 1 validation error detected: Value '1000' at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have value greater than or equal to 1024
        PutResourcePolicy | {'ResourceARN':'arn:aws:kinesis:us-east-1:000000000000:stream/events','Policy':'no'} | InvalidArgumentException: The policy is not a JSON object.
        UpdateAccountSettings | {} | ValidationException: 1 validation error detected: Value null at 'minimumThroughputBillingCommitment' failed to satisfy constraint: Member must not be null
        UpdateStreamWarmThroughput | {'StreamName':'events'} | ValidationException: 1 validation error detected: Value null at 'warmThroughputMiBps' failed to satisfy constraint: Member must not be null
        """)
    void refusalsNameWhatIsWrong(String operation, String request, String expected) {
        assertThat(api.call(operation, request).summary()).isEqualTo(expected);
    }
}
