package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts and their order: fact sheet spec-kinesis, sections 1.6 and 2. Single quotes in requests stand for double. */
class ValidationWireTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Api api = new Api(local.api());

    @BeforeEach
    void createStream() {
        local.streams().create(new StreamSpec("events", 2, StreamSpec.DEFAULT_RETENTION));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CreateStream | {} | 1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null
        CreateStream | {'ShardCount':0,'StreamName':''} | 3 validation errors detected: Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1
        CreateStream | {'ShardCount':100000000000,'StreamName':'a'} | 1 validation error detected: Value '2147483647' at 'shardCount' failed to satisfy constraint: Member must have value less than or equal to 100000
        CreateStream | {'StreamName':'a','StreamModeDetails':{'StreamMode':'FAST'}} | 1 validation error detected: Value 'FAST' at 'streamModeDetails.streamMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]
        DeleteStream | {} | 1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null
        DescribeStream | {'Limit':0,'ExclusiveStartShardId':'#','StreamName':'#'} | 3 validation errors detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '#' at 'exclusiveStartShardId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '#' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+
        DescribeStreamSummary | {'StreamARN':'nonsense'} | 1 validation error detected: Value 'nonsense' at 'streamARN' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+
        ListStreams | {'Limit':10001} | 1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000
        ListShards | {'MaxResults':0,'NextToken':''} | 2 validation errors detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1
        PutRecord | {} | 3 validation errors detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null; Value null at 'data' failed to satisfy constraint: Member must not be null; Value null at 'streamName' failed to satisfy constraint: Member must not be null
        PutRecord | {'SequenceNumberForOrdering':'01','PartitionKey':'','ExplicitHashKey':'x','Data':'','StreamName':'events'} | `3 validation errors detected: Value '01' at 'sequenceNumberForOrdering' failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,128}); Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1; Value 'x' at 'explicitHashKey' failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})`
        PutRecords | {'StreamName':'events'} | 1 validation error detected: Value null at 'records' failed to satisfy constraint: Member must not be null
        PutRecords | {'Records':[],'StreamName':'events'} | 1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1
        PutRecords | {'Records':[{'Data':'','PartitionKey':'k'},{'Data':''}],'StreamName':'events'} | 1 validation error detected: Value null at 'records.2.member.partitionKey' failed to satisfy constraint: Member must not be null
        GetShardIterator | {'StreamName':'events'} | 2 validation errors detected: Value null at 'shardId' failed to satisfy constraint: Member must not be null; Value null at 'shardIteratorType' failed to satisfy constraint: Member must not be null
        GetShardIterator | {'StreamName':'events','ShardId':'0','ShardIteratorType':'FIRST'} | 1 validation error detected: Value 'FIRST' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]
        GetRecords | {'Limit':0} | 2 validation errors detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1; Value null at 'shardIterator' failed to satisfy constraint: Member must not be null
        IncreaseStreamRetentionPeriod | {'RetentionPeriodHours':0,'StreamName':'events'} | 1 validation error detected: Value '0' at 'retentionPeriodHours' failed to satisfy constraint: Member must have value greater than or equal to 1
        AddTagsToStream | {'StreamName':'events'} | 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null
        AddTagsToStream | {'StreamName':'events','Tags':{}} | 1 validation error detected: Value '{}' at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1
        """)
    void violationsAreWordedAndOrderedAsTheServiceDoes(String operation, String request, String message) {
        Api.Answer answer = api.call(operation, request);

        assertThat(answer.summary()).isEqualTo("ValidationException: " + message);
        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CreateStream | {'StreamName':'events','ShardCount':1} | ResourceInUseException: Stream events under account 000000000000 already exists.
        CreateStream | {'StreamName':'big','ShardCount':10000} | LimitExceededException: This request would exceed the shard limit for the account 000000000000 in us-east-1. Current shard count for the account: 2. Limit: 10000. Number of additional shards that would have resulted from this request: 10000. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.
        CreateStream | {'StreamName':'a','ShardCount':1,'WarmThroughputMiBps':5} | ValidationException: Request is invalid. Stream a under account 000000000000 is in Provisioned mode.
        DescribeStream | {'StreamName':'none'} | ResourceNotFoundException: Stream none under account 000000000000 not found.
        DescribeStream | {'StreamARN':'arn:aws:kinesis:us-east-1:111111111111:stream/events'} | ResourceNotFoundException: Stream events under account 111111111111 not found.
        DescribeStream | {'StreamName':'events','StreamARN':'arn:aws:kinesis:us-east-1:000000000000:stream/other'} | InvalidArgumentException: StreamName events and StreamARN arn:aws:kinesis:us-east-1:000000000000:stream/other name different streams
        DeleteStream | {'StreamName':'none'} | ResourceNotFoundException: Stream none under account 000000000000 not found.
        ListShards | {} | InvalidArgumentException: Either NextToken or StreamName should be provided.
        ListShards | {'StreamName':'events','NextToken':'x'} | InvalidArgumentException: NextToken and StreamName cannot be provided together.
        ListShards | {'NextToken':'x'} | InvalidArgumentException: Invalid NextToken.
        ListShards | {'StreamName':'events','ShardFilter':{'Type':'AT_TIMESTAMP'}} | InvalidArgumentException: ShardFilter of type AT_TIMESTAMP needs Timestamp.
        PutRecord | {'StreamName':'none','PartitionKey':'k','Data':''} | ResourceNotFoundException: Stream none under account 000000000000 not found.
        PutRecord | {'StreamName':'events','PartitionKey':'k','Data':'','ExplicitHashKey':'340282366920938463463374607431768211456'} | InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456
        PutRecord | {'StreamName':'events','PartitionKey':'k','Data':'','SequenceNumberForOrdering':'49039857307708443467467104868809893875799651909875269632'} | InvalidArgumentException: ExclusiveMinimumSequenceNumber 49039857307708443467467104868809893875799651909875269632 used in PutRecord on stream events under account 000000000000 is invalid.
        GetShardIterator | {'StreamName':'none','ShardId':'0','ShardIteratorType':'LATEST'} | ResourceNotFoundException: Shard shardId-000000000000 in stream none under account 000000000000 does not exist
        GetShardIterator | {'StreamName':'events','ShardId':'shardId-000000000007','ShardIteratorType':'LATEST'} | ResourceNotFoundException: Shard shardId-000000000007 in stream events under account 000000000000 does not exist
        GetShardIterator | {'StreamName':'events','ShardId':'shardId-99999999999','ShardIteratorType':'LATEST'} | ResourceNotFoundException: Could not find shard shardId-99999999999 in stream events under account 000000000000.
        GetShardIterator | {'StreamName':'events','ShardId':'0','ShardIteratorType':'AT_SEQUENCE_NUMBER'} | InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.
        GetShardIterator | {'StreamName':'events','ShardId':'0','ShardIteratorType':'LATEST','StartingSequenceNumber':'5'} | InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified LATEST and also a StartingSequenceNumber.
        GetShardIterator | {'StreamName':'events','ShardId':'0','ShardIteratorType':'AT_TIMESTAMP'} | InvalidArgumentException: Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.
        GetShardIterator | {'StreamName':'events','ShardId':'0','ShardIteratorType':'AT_TIMESTAMP','Timestamp':1767225600.5} | InvalidArgumentException: The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: 1767225600500, currentTimestampInMillis: 1767225600000
        GetShardIterator | {'StreamName':'events','ShardId':'shardId-000000000000','ShardIteratorType':'AT_SEQUENCE_NUMBER','StartingSequenceNumber':'7'} | InvalidArgumentException: Invalid StartingSequenceNumber. It encodes shardId-000000000007, while it was used in a call to a shard with shardId-000000000000
        GetShardIterator | {'StreamName':'events','ShardId':'shardId-000000000000','ShardIteratorType':'AT_SEQUENCE_NUMBER','StartingSequenceNumber':'49646437577108476416916876405825929425585429676275269634'} | InvalidArgumentException: StartingSequenceNumber 49646437577108476416916876405825929425585429676275269634 used in GetShardIterator on shard shardId-000000000000 in stream events under account 000000000000 is invalid because it did not come from this stream.
        GetShardIterator | {'StreamName':'events','ShardId':'shardId-000000000000','ShardIteratorType':'AT_SEQUENCE_NUMBER','StartingSequenceNumber':'49646437577130777162115407028967465143858078037781250066'} | InvalidArgumentException: Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000
        GetRecords | {'ShardIterator':'nonsense'} | InvalidArgumentException: Invalid ShardIterator.
        IncreaseStreamRetentionPeriod | {'RetentionPeriodHours':23,'StreamName':'events'} | InvalidArgumentException: Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.
        IncreaseStreamRetentionPeriod | {'RetentionPeriodHours':8761,'StreamName':'events'} | InvalidArgumentException: Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.
        DecreaseStreamRetentionPeriod | {'RetentionPeriodHours':25,'StreamName':'events'} | InvalidArgumentException: Requested retention period (25 hours) for stream events can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API.
        AddTagsToStream | {'StreamName':'events','Tags':{'a':'b;'}} | InvalidArgumentException: Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.
        PutRecord | {'StreamName':'events','PartitionKey':true,'Data':''} | SerializationException: class java.lang.Boolean can not be converted to an String
        PutRecords | {'StreamName':'events','Records':{}} | SerializationException: Start of structure or map found where not expected.
        AddTagsToStream | {'StreamName':'events','Tags':[]} | SerializationException: Start of list found where not expected
        """)
    void refusalsAreThoseOfTheService(String operation, String request, String expected) {
        assertThat(api.call(operation, request).summary()).isEqualTo(expected);
    }

    @Test
    void moreThan500RecordsAreRefused() {
        String record = "{'Data':'','PartitionKey':'k'},";
        String request = "{'StreamName':'events','Records':[" + record.repeat(500) + "{'Data':'','PartitionKey':'k'}]}";

        assertThat(api.call("PutRecords", request).summary())
                .isEqualTo("ValidationException: 1 validation error detected: Value at 'records' failed to satisfy"
                        + " constraint: Member must have length less than or equal to 500");
        assertThat(local.streams().describe("events").records()).isZero();
    }

    @Test
    void unknownOperationIsRefusedWithoutAText() {
        Api.Answer answer = api.call("Subscribe", "{}");

        assertThat(answer.body().toString()).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
        assertThat(answer.raw().headers().get("x-amzn-error-message"))
                .contains("Kinesis_20131202.Subscribe", "PutRecord");
    }

    @Test
    void malformedJsonIsASerializationException() {
        Api.Answer answer = api.call("PutRecord", "{'StreamName':");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).isEqualTo("{\"__type\":\"SerializationException\"}");
    }

    @Test
    void truncatedCborIsASerializationExceptionInCbor() {
        byte[] truncated = {(byte) 0xBF, 0x6A, 'S', 't', 'r', 'e', 'a'};

        Api.Answer answer = api.call("PutRecord", Api.CBOR, Bytes.wrap(truncated));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("__type").asText()).isEqualTo("SerializationException");
        assertThat(answer.raw().headers())
                .containsEntry("Content-Type", Api.CBOR)
                .containsEntry("x-amzn-ErrorType", "SerializationException");
    }
}
