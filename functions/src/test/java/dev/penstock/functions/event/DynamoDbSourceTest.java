package dev.penstock.functions.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DynamoDbSourceTest {
    private static final StartingPosition TRIM_HORIZON = new StartingPosition.TrimHorizon();
    private static final StartingPosition LATEST = new StartingPosition.Latest();

    private final TestTime time = TestTime.at("2026-01-01T00:00:30Z");
    private final ScriptedTableStreams streams = new ScriptedTableStreams();
    private final List<SourceReader> readers = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final List<EventSource.Subscription> subscriptions = new ArrayList<>();

    @BeforeEach
    void addShard() {
        streams.addShard("a", null);
    }

    @AfterEach
    void close() {
        subscriptions.forEach(EventSource.Subscription::close);
    }

    @Test
    void trimHorizonReadsWhatIsThereOfAllPages() {
        put("a", "k1", "k2", "k3");

        subscribe(TRIM_HORIZON);

        assertThat(keys()).containsExactly("k1", "k2", "k3");
    }

    @Test
    void latestReadsOnlyWhatComesAfterTheSubscription() {
        put("a", "before");
        subscribe(LATEST);

        put("a", "after");
        time.advance(DynamoDbShardReader.POLL);

        assertThat(keys()).containsExactly("after");
    }

    @Test
    void latestReadsNewShardsFromTheirStart() {
        subscribe(LATEST);
        streams.close("a");
        streams.addShard("b", "a");
        put("b", "first of b");

        time.advance(DynamoDbShardReader.POLL);
        reader("a").finish();

        assertThat(keys()).containsExactly("first of b");
    }

    @Test
    void atTimestampIsRefused() {
        assertThatThrownBy(() -> subscribe(new StartingPosition.AtTimestamp(Instant.EPOCH)))
                .isInstanceOf(AwsException.class)
                .hasMessage("Unsupported starting position for arn type: " + ScriptedTableStreams.ARN);
    }

    @Test
    void streamWithAnotherLabelIsMissing() {
        String other = ScriptedTableStreams.ARN.replace("2026", "2025");

        assertThatThrownBy(() -> DynamoDbSource.open(other, streams, "us-east-1", time))
                .isInstanceOf(AwsException.class)
                .hasMessage("Stream not found: " + other);
    }

    @Test
    void shardIsPolledFourTimesASecond() {
        subscribe(TRIM_HORIZON);
        streams.asked.clear();

        time.advance(Duration.ofSeconds(1));

        assertThat(streams.asked).containsOnly("GetRecords").hasSize(4);
    }

    @Test
    void childIsReadWhenItsParentIsDealtWith() {
        put("a", "k1");
        streams.close("a");
        streams.addShard("b", "a");
        put("b", "k2");
        subscribe(TRIM_HORIZON);
        assertThat(readers).extracting(SourceReader::shardId).containsExactly("a");

        SourceRecord last = reader("a").poll(10, Long.MAX_VALUE).get(0);
        assertThat(readers).hasSize(1);
        reader("a").checkpoint(last);

        assertThat(readers).extracting(SourceReader::shardId).containsExactly("a", "b");
    }

    @Test
    void childThatAppearsLaterIsFoundOnceItsParentEnds() {
        subscribe(TRIM_HORIZON);
        streams.close("a");
        time.advance(DynamoDbShardReader.POLL);
        streams.addShard("b", "a");

        reader("a").finish();

        assertThat(readers).extracting(SourceReader::shardId).containsExactly("a", "b");
    }

    @Test
    void shardsOfAllPagesAreRead() {
        streams.addShard("b", null);
        streams.addShard("c", null);

        subscribe(TRIM_HORIZON);

        assertThat(readers).extracting(SourceReader::shardId).containsExactly("a", "b", "c");
    }

    @Test
    void expiredIteratorGoesOnAfterTheLastRecord() {
        put("a", "k1");
        subscribe(TRIM_HORIZON);
        streams.failNext("ExpiredIteratorException");
        put("a", "k2");

        time.advance(Duration.ofSeconds(1));

        assertThat(keys()).containsExactly("k1", "k2");
    }

    @Test
    void trimmedRecordsArePassedOver() {
        put("a", "k1");
        subscribe(TRIM_HORIZON);
        put("a", "k2", "k3");
        streams.trim("a", 2);
        streams.failNext("TrimmedDataAccessException");

        time.advance(Duration.ofSeconds(1));

        assertThat(keys()).containsExactly("k1", "k3");
    }

    @Test
    void errorsAreRepeatedAtGrowingIntervals() {
        subscribe(TRIM_HORIZON);
        streams.asked.clear();
        for (int i = 0; i < 20; i++) {
            streams.failNext("InternalServerError");
        }

        time.advance(Duration.ofSeconds(8));

        // 0.25, 0.5, 1, 2, 4 s after the first, which is itself 0.25 s away
        assertThat(streams.asked.stream().filter("GetRecords"::equals)).hasSize(6);
    }

    @Test
    void fullBufferIsNotFilledFurther() {
        for (int i = 0; i < 1500; i++) {
            put("a", "k" + i);
        }

        subscribe(TRIM_HORIZON);
        time.advance(Duration.ofMinutes(1));

        assertThat(streams.asked.stream().filter("GetRecords"::equals)).hasSize(500);
        assertThat(keys()).hasSize(1500);
    }

    @Test
    void closedSubscriptionPollsNoMore() {
        subscribe(TRIM_HORIZON);
        subscriptions.get(0).close();
        streams.asked.clear();

        time.advance(Duration.ofMinutes(1));

        assertThat(streams.asked).isEmpty();
    }

    @Test
    void stampOnAFullMinuteIsMovedUpToTheLastLookThatFoundNothing() {
        subscribe(TRIM_HORIZON);
        time.advance(Duration.ofSeconds(10));

        streams.put("a", "k1", Instant.parse("2026-01-01T00:00:00Z").getEpochSecond());
        time.advance(DynamoDbShardReader.POLL);

        assertThat(reader("a").poll(1, Long.MAX_VALUE).get(0).arrivalMillis())
                .isEqualTo(Instant.parse("2026-01-01T00:00:40Z").toEpochMilli());
    }

    @Test
    void stampOfTheFutureIsNow() {
        streams.put("a", "k1", Instant.parse("2030-01-01T00:00:01Z").getEpochSecond());

        subscribe(TRIM_HORIZON);

        assertThat(reader("a").poll(1, Long.MAX_VALUE).get(0).arrivalMillis()).isEqualTo(time.millis());
    }

    private void put(String shard, String... keys) {
        for (String key : keys) {
            streams.put(shard, key, time.now().getEpochSecond());
        }
    }

    private void subscribe(StartingPosition from) {
        subscriptions.add(DynamoDbSource.open(ScriptedTableStreams.ARN, streams, "us-east-1", time)
                .subscribe("test", from, readers::add));
    }

    private SourceReader reader(String shard) {
        return readers.stream()
                .filter(reader -> reader.shardId().equals(shard))
                .findFirst()
                .orElseThrow();
    }

    /** Reads all that is there, of every shard. */
    private List<String> keys() {
        for (SourceReader reader : readers) {
            for (List<SourceRecord> polled = reader.poll(100, Long.MAX_VALUE);
                    !polled.isEmpty();
                    polled = reader.poll(100, Long.MAX_VALUE)) {
                polled.forEach(record -> read.add(record.key().replaceAll(".*\"S\":\"(.*)\".*", "$1")));
            }
        }
        return read;
    }
}
