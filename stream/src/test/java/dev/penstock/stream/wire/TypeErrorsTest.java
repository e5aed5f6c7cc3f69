package dev.penstock.stream.wire;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the service says of a member of the wrong JSON type, before it looks at anything else of a request.
 *
 * <p>Source: fact sheet spec-kinesis, section 1.6; and what kinesalite's suite, which its author ran against the service,
 * asserts.
 */
class TypeErrorsTest {
    private static final String LIST = "Start of list found where not expected";
    private static final String STRUCTURE = "Start of structure or map found where not expected.";
    private static final String BOOLEAN_CLASS = "class java.lang.Boolean";
    private static final String NUMBER_CLASS = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
    private static final String TEXT_CLASS = "class java.lang.String";
    private static final List<String> NUMBERS = List.of("23", "-2147483648", "2147483648", "34.56");

    private static final Map<String, List<Wrong>> WRONG = Map.ofEntries(
            entry("String", converted("an String", true, false, LIST, STRUCTURE)),
            entry("Integer", converted("an Integer", false, true, LIST, STRUCTURE)),
            entry("Blob", blob()),
            entry("Timestamp", converted("milliseconds since epoch", false, true, LIST, STRUCTURE)),
            entry("List", expected("Expected list or null", new Wrong("{}", STRUCTURE))),
            entry("Map", expected("Expected map or null", new Wrong("[]", LIST))),
            entry("Structure", expected("Expected null", new Wrong("[]", LIST))));

    private final Api api = new Api(
            StreamFactory.local(AwsIdentity.DEFAULT, TestTime.at("2026-01-01T00:00:00Z"), StreamSettings.defaults())
                    .api());

    /** A JSON value and what the service says of it. */
    private record Wrong(String json, String message) {}

    private static List<Wrong> converted(
            String type, boolean numbers, boolean texts, String ofLists, String ofStructures) {
        List<Wrong> wrong = new ArrayList<>();
        wrong.add(new Wrong("true", BOOLEAN_CLASS + " can not be converted to " + type));
        if (numbers) {
            NUMBERS.forEach(number -> wrong.add(new Wrong(number, NUMBER_CLASS + " can not be converted to " + type)));
        }
        if (texts) {
            wrong.add(new Wrong("\"23\"", TEXT_CLASS + " can not be converted to " + type));
        }
        wrong.add(new Wrong("[]", ofLists));
        wrong.add(new Wrong("{}", ofStructures));
        return wrong;
    }

    private static List<Wrong> blob() {
        List<Wrong> wrong = new ArrayList<>(converted("a Blob", true, false, LIST, STRUCTURE));
        wrong.add(new Wrong(
                "\"23456\"",
                "'23456' can not be converted to a Blob: Base64 encoded length is expected a"
                        + " multiple of 4 bytes but found: 5"));
        wrong.add(new Wrong("\"=+/=\"", "'=+/=' can not be converted to a Blob: Invalid Base64 character: '='"));
        wrong.add(new Wrong(
                "\"+/+=\"", "'+/+=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"));
        return wrong;
    }

    private static List<Wrong> expected(String message, Wrong other) {
        List<Wrong> wrong = new ArrayList<>();
        wrong.add(new Wrong("\"23\"", message));
        wrong.add(new Wrong("true", message));
        NUMBERS.forEach(number -> wrong.add(new Wrong(number, message)));
        wrong.add(other);
        return wrong;
    }

    @ParameterizedTest(name = "{0} {1} is no {2}")
    @CsvSource(textBlock = """
        AddTagsToStream, Tags, Map
        AddTagsToStream, Tags.a, String
        AddTagsToStream, StreamName, String
        CreateStream, StreamName, String
        CreateStream, ShardCount, Integer
        DecreaseStreamRetentionPeriod, RetentionPeriodHours, Integer
        DecreaseStreamRetentionPeriod, StreamName, String
        DeleteStream, StreamName, String
        DescribeStream, StreamName, String
        DescribeStream, Limit, Integer
        DescribeStream, ExclusiveStartShardId, String
        DescribeStreamSummary, StreamName, String
        GetRecords, Limit, Integer
        GetRecords, ShardIterator, String
        GetShardIterator, ShardId, String
        GetShardIterator, ShardIteratorType, String
        GetShardIterator, StartingSequenceNumber, String
        GetShardIterator, StreamName, String
        GetShardIterator, Timestamp, Timestamp
        IncreaseStreamRetentionPeriod, RetentionPeriodHours, Integer
        IncreaseStreamRetentionPeriod, StreamName, String
        ListShards, StreamName, String
        ListShards, MaxResults, Integer
        ListShards, ExclusiveStartShardId, String
        ListShards, NextToken, String
        ListShards, StreamCreationTimestamp, Timestamp
        ListShards, ShardFilter, Structure
        ListStreams, Limit, Integer
        ListStreams, ExclusiveStartStreamName, String
        ListTagsForStream, Limit, Integer
        ListTagsForStream, ExclusiveStartTagKey, String
        ListTagsForStream, StreamName, String
        MergeShards, AdjacentShardToMerge, String
        MergeShards, ShardToMerge, String
        MergeShards, StreamName, String
        PutRecord, Data, Blob
        PutRecord, ExplicitHashKey, String
        PutRecord, PartitionKey, String
        PutRecord, SequenceNumberForOrdering, String
        PutRecord, StreamName, String
        PutRecords, Records, List
        PutRecords, Records.0, Structure
        PutRecords, Records.0.Data, Blob
        PutRecords, Records.0.ExplicitHashKey, String
        PutRecords, Records.0.PartitionKey, String
        PutRecords, StreamName, String
        RemoveTagsFromStream, TagKeys, List
        RemoveTagsFromStream, TagKeys.0, String
        RemoveTagsFromStream, StreamName, String
        SplitShard, NewStartingHashKey, String
        SplitShard, ShardToSplit, String
        SplitShard, StreamName, String
        UpdateShardCount, ScalingType, String
        UpdateShardCount, StreamName, String
        UpdateShardCount, TargetShardCount, Integer
        """)
    void memberOfAnotherType(String operation, String member, String type) throws IOException {
        for (Wrong wrong : WRONG.getOrDefault(type, List.of())) {
            JsonNode request = nested(List.of(member.split("\\.")), Json.MAPPER.readTree(wrong.json()));

            Api.Answer answer = api.call(operation, Api.JSON, Bytes.wrap(Json.MAPPER.writeValueAsBytes(request)));

            assertThat(answer.summary())
                    .as("%s with %s", operation, request)
                    .isEqualTo("SerializationException: " + wrong.message());
            assertThat(answer.status()).isEqualTo(400);
        }
    }

    private static JsonNode nested(List<String> path, JsonNode value) {
        if (path.isEmpty()) {
            return value;
        }
        JsonNode inner = nested(path.subList(1, path.size()), value);
        JsonNodeFactory json = JsonNodeFactory.instance;
        return path.get(0).equals("0")
                ? json.arrayNode().add(inner)
                : json.objectNode().set(path.get(0), inner);
    }
}
