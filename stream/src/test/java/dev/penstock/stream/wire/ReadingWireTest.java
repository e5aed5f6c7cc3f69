package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingWireTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final Api api = new Api(local.api());

    @BeforeEach
    void createStream() {
        local.streams().create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
    }

    /** Puts texts one second apart and gives their sequence numbers. */
    private List<String> put(String... texts) {
        List<String> numbers = new ArrayList<>();
        for (String text : texts) {
            numbers.add(api.text(
                    "PutRecord",
                    "{'StreamName':'events','PartitionKey':'k','Data':'%s'}"
                            .formatted(Bytes.utf8(text).base64()),
                    "SequenceNumber"));
            time.advance(Duration.ofSeconds(1));
        }
        return numbers;
    }

    private String iterator(String how) {
        return api.text(
                "GetShardIterator",
                "{'StreamName':'events','ShardId':'shardId-000000000000',%s}".formatted(how),
                "ShardIterator");
    }

    private JsonNode read(String iterator, int limit) {
        Api.Answer answer = api.call("GetRecords", "{'ShardIterator':'%s','Limit':%d}".formatted(iterator, limit));
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        return answer.body();
    }

    private List<String> texts(String iterator) {
        List<String> texts = new ArrayList<>();
        for (JsonNode record : read(iterator, 10_000).path("Records")) {
            texts.add(new String(Base64.getDecoder().decode(record.path("Data").asText()), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"AT_SEQUENCE_NUMBER, 1", "AFTER_SEQUENCE_NUMBER, 1", "AFTER_SEQUENCE_NUMBER, 9223372036854775800"})
    void numberBeyondTheTipReadsWhatComesNext(String type, long ahead) {
        BigInteger last = new BigInteger(put("a").get(0));
        BigInteger beyond = last.add(BigInteger.valueOf(ahead).shiftLeft(80));

        String iterator = iterator("'ShardIteratorType':'%s','StartingSequenceNumber':'%d'".formatted(type, beyond));
        put("b", "c");

        assertThat(texts(iterator)).containsExactly("b", "c");
    }

    @Test
    void shardOfAnotherAccountIsNotFoundThere() {
        String arn = "arn:aws:kinesis:us-east-1:111111111111:stream/events";

        String answer = api.call(
                        "GetShardIterator",
                        "{'StreamARN':'%s','ShardId':'shardId-000000000000','ShardIteratorType':'LATEST'}"
                                .formatted(arn))
                .summary();

        assertThat(answer)
                .isEqualTo("ResourceNotFoundException: Shard shardId-000000000000 in stream events under account"
                        + " 111111111111 does not exist");
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'ShardIteratorType':'TRIM_HORIZON' | [a, b, c]
        'ShardIteratorType':'LATEST' | []
        'ShardIteratorType':'AT_TIMESTAMP','Timestamp':1767225601 | [b, c]
        'ShardIteratorType':'AT_TIMESTAMP','Timestamp':1767225600.001 | [b, c]
        'ShardIteratorType':'AT_TIMESTAMP','Timestamp':1 | [a, b, c]
        'ShardIteratorType':'AT_TIMESTAMP','Timestamp':1767225603 | []
        """)
    void iteratorTypeDecidesWhereToBegin(String how, String expected) {
        put("a", "b", "c");

        assertThat(texts(iterator(how))).hasToString(expected);
    }

    @Test
    void iteratorBySequenceNumberGoesByNumericOrder() {
        List<String> numbers = put("a", "b", "c");
        String starting = shard().path("SequenceNumberRange")
                .path("StartingSequenceNumber")
                .asText();
        String betweenAAndB =
                new SequenceNumber(SequenceNumber.parse(numbers.get(0)).value().add(BigInteger.TWO.pow(36))).toString();

        assertThat(textsBy("AT", numbers.get(1))).containsExactly("b", "c");
        assertThat(textsBy("AFTER", numbers.get(1))).containsExactly("c");
        assertThat(textsBy("AFTER", numbers.get(2))).isEmpty();
        assertThat(textsBy("AT", starting)).containsExactly("a", "b", "c");
        assertThat(textsBy("AFTER", starting)).containsExactly("a", "b", "c");
        assertThat(textsBy("AT", betweenAAndB)).containsExactly("b", "c");
        assertThat(textsBy("AFTER", betweenAAndB)).containsExactly("b", "c");
    }

    private List<String> textsBy(String which, String number) {
        return texts(iterator(
                "'ShardIteratorType':'%s_SEQUENCE_NUMBER','StartingSequenceNumber':'%s'".formatted(which, number)));
    }

    private JsonNode shard() {
        return api.call("ListShards", "{'StreamName':'events'}")
                .body()
                .path("Shards")
                .path(0);
    }

    @Test
    void limitPagesThroughTheShard() {
        put("a", "b", "c");

        JsonNode first = read(iterator("'ShardIteratorType':'TRIM_HORIZON'"), 2);
        JsonNode second = read(first.path("NextShardIterator").asText(), 2);
        JsonNode third = read(second.path("NextShardIterator").asText(), 2);

        assertThat(first.path("Records")).hasSize(2);
        assertThat(first.path("MillisBehindLatest").asLong()).isEqualTo(1000);
        assertThat(second.path("Records")).hasSize(1);
        assertThat(second.path("MillisBehindLatest").asLong()).isZero();
        assertThat(third.path("Records")).isEmpty();
        assertThat(third.path("NextShardIterator").asText())
                .isNotEmpty()
                .isNotEqualTo(second.path("NextShardIterator").asText());
    }

    @Test
    void recordHasTheMembersOfAnUnencryptedOne() {
        List<String> numbers = put("a");

        JsonNode record = read(iterator("'ShardIteratorType':'TRIM_HORIZON'"), 1)
                .path("Records")
                .path(0);

        assertThat(record.toString())
                .isEqualTo(("{\"SequenceNumber\":\"%s\",\"ApproximateArrivalTimestamp\":1767225600.000,"
                                + "\"Data\":\"YQ==\",\"PartitionKey\":\"k\"}")
                        .formatted(numbers.get(0)));
    }

    @Test
    void oneCallGivesAtMostTenMebibytesOfData() {
        Bytes large = Bytes.wrap(new byte[1000 * 1000]);
        for (int i = 0; i < 12; i++) {
            assertThat(local.streams().put("events", "k", large)).isCompleted();
        }

        assertThat(read(iterator("'ShardIteratorType':'TRIM_HORIZON'"), 100).path("Records"))
                .hasSize(10);
    }

    @Test
    void iteratorExpiresAfterFiveMinutes() {
        String iterator = iterator("'ShardIteratorType':'TRIM_HORIZON'");

        time.advance(Duration.ofMinutes(5).plusMillis(1));

        assertThat(api.call("GetRecords", "{'ShardIterator':'%s'}".formatted(iterator))
                        .summary())
                .startsWith("ExpiredIteratorException: Iterator expired. The iterator was created at time Thu Jan 01"
                        + " 00:00:00 UTC 2026 while right now it is Thu Jan 01 00:05:00 UTC 2026");
    }

    @Test
    void iteratorOfADeletedStreamFindsNothingAndReadsItsSuccessorFromTheStart() {
        put("a", "b");
        String iterator = iterator("'ShardIteratorType':'LATEST'");
        String request = "{'ShardIterator':'%s'}".formatted(iterator);

        assertThat(api.call("DeleteStream", "{'StreamName':'events'}").raw().body())
                .isEqualTo(Bytes.EMPTY);
        assertThat(api.call("GetRecords", request).summary())
                .isEqualTo("ResourceNotFoundException: Shard shardId-000000000000 in stream events under account"
                        + " 000000000000 does not exist");
        time.advance(Duration.ofMillis(1));
        createStream();
        put("new");
        assertThat(texts(iterator)).containsExactly("new");
    }

    @Test
    void orderingNumberOfThisStreamIsTakenAndTheResultIsGreater() {
        String first = put("a").get(0);

        String second = api.text(
                "PutRecord",
                "{'StreamName':'events','PartitionKey':'k','Data':'','SequenceNumberForOrdering':'%s'}"
                        .formatted(first),
                "SequenceNumber");

        assertThat(SequenceNumber.parse(second)).isGreaterThan(SequenceNumber.parse(first));
    }

    @Test
    void explicitHashKeyOverridesThePartitionKey() {
        local.streams().create(new StreamSpec("wide", 4, StreamSpec.DEFAULT_RETENTION));

        String shard = api.text(
                "PutRecord",
                "{'StreamName':'wide','PartitionKey':'device-1','Data':'','ExplicitHashKey':'0'}",
                "ShardId");

        assertThat(shard).isEqualTo("shardId-000000000000");
    }
}
