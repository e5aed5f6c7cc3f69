package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InMemoryStreamsTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, StreamSettings.defaults());

    private void create(String name, int shards) {
        streams.create(new StreamSpec(name, shards, StreamSpec.DEFAULT_RETENTION));
    }

    private PutResult put(String stream, String key, String data) {
        return streams.put(stream, key, Bytes.utf8(data)).toCompletableFuture().join();
    }

    @Test
    void streamWithTooManyShardsIsRefusedForItsShards() {
        InMemoryStreams few = new InMemoryStreams(
                AwsIdentity.DEFAULT, time, StreamSettings.defaults().withShardLimit(2));

        assertThatThrownBy(() -> few.create(new StreamSpec("events", 3, StreamSpec.DEFAULT_RETENTION)))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("LimitExceededException"));
    }

    @Test
    void recordsComeBackAsTheyWerePutInOrder() {
        create("events", 1);
        PutResult first = put("events", "a", "one");
        time.advance(Duration.ofMillis(1500));
        PutResult second = put("events", "b", "two");

        List<StreamRecord> records =
                Consumer.fromTrimHorizon(streams, "events").readers.get(0).poll(10, Long.MAX_VALUE);

        assertThat(records)
                .extracting(
                        StreamRecord::sequenceNumber,
                        StreamRecord::partitionKey,
                        StreamRecord::data,
                        StreamRecord::approximateArrival)
                .containsExactly(
                        tuple(first.sequenceNumber(), "a", Bytes.utf8("one"), Instant.parse("2026-01-01T00:00:00Z")),
                        tuple(
                                second.sequenceNumber(),
                                "b",
                                Bytes.utf8("two"),
                                Instant.parse("2026-01-01T00:00:01.500Z")));
        assertThat(second.sequenceNumber()).isGreaterThan(first.sequenceNumber());
    }

    @Test
    void keyDecidesTheShard() {
        create("events", 4);

        PutResult device1 = put("events", "device-1", "x");
        PutResult device3 = put("events", "device-3", "x");

        assertThat(device1.shardId()).isEqualTo("shardId-000000000003");
        assertThat(device3.shardId()).isEqualTo("shardId-000000000001");
    }

    @Test
    void pollStopsBeforeTheByteLimitButGivesAtLeastOneRecord() {
        create("events", 1);
        put("events", "k", "12345");
        put("events", "k", "12345");
        put("events", "k", "12345678");
        ShardReader reader = Consumer.fromTrimHorizon(streams, "events").readers.get(0);

        assertThat(reader.poll(10, 10)).hasSize(2);
        assertThat(reader.poll(10, 1)).hasSize(1);
        assertThat(reader.poll(10, 1)).isEmpty();
    }

    @Test
    void pollStopsAtTheRecordLimit() {
        create("events", 1);
        put("events", "k", "1");
        put("events", "k", "2");
        ShardReader reader = Consumer.fromTrimHorizon(streams, "events").readers.get(0);

        assertThat(reader.poll(1, 100)).hasSize(1);
        assertThat(reader.millisBehindLatest()).isZero();
        time.advance(Duration.ofSeconds(3));
        assertThat(reader.millisBehindLatest()).isEqualTo(3000);
    }

    @Test
    void signalComesOnceAtFirstAndWithEveryPut() {
        create("events", 1);
        AtomicInteger signals = new AtomicInteger();
        ShardReader reader = Consumer.fromTrimHorizon(streams, "events").readers.get(0);

        reader.onAvailable(signals::incrementAndGet);
        assertThat(signals).hasValue(1);
        put("events", "k", "1");
        put("events", "k", "2");
        assertThat(signals).hasValue(3);
    }

    @Test
    void closedSubscriptionGetsNoSignal() {
        create("events", 1);
        AtomicInteger signals = new AtomicInteger();
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        consumer.readers.get(0).onAvailable(signals::incrementAndGet);

        consumer.subscription.close();
        put("events", "k", "1");

        assertThat(signals).hasValue(1);
    }

    @Test
    void consumerFromLatestSeesOnlyWhatComes() {
        create("events", 1);
        put("events", "k", "before");

        Consumer consumer = new Consumer(streams, "events", "late", new StartingPosition.Latest());
        put("events", "k", "after");

        assertThat(consumer.texts()).containsExactly("after");
    }

    @Test
    void consumerFromTimestampBeginsWithTheFirstRecordSince() {
        create("events", 1);
        put("events", "k", "0 s");
        time.advance(Duration.ofSeconds(10));
        put("events", "k", "10 s");
        time.advance(Duration.ofSeconds(10));
        put("events", "k", "20 s");

        Consumer consumer = new Consumer(
                streams, "events", "since", new StartingPosition.AtTimestamp(Instant.parse("2026-01-01T00:00:10Z")));

        assertThat(consumer.texts()).containsExactly("10 s", "20 s");
    }

    @Test
    void twoConsumersReadIndependently() {
        create("events", 1);
        put("events", "k", "1");
        Consumer first = new Consumer(streams, "events", "first", new StartingPosition.TrimHorizon());
        Consumer second = new Consumer(streams, "events", "second", new StartingPosition.TrimHorizon());

        assertThat(first.texts()).containsExactly("1");
        assertThat(second.texts()).containsExactly("1");
    }

    @Test
    void consumerNameIsTakenUntilItsSubscriptionCloses() {
        create("events", 1);
        Consumer first = Consumer.fromTrimHorizon(streams, "events");

        assertThatThrownBy(() -> Consumer.fromTrimHorizon(streams, "events"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already reads stream 'events'");
        first.subscription.close();
        assertThat(Consumer.fromTrimHorizon(streams, "events").readers).hasSize(1);
    }

    @Test
    void sameStreamMayBeCreatedAgainButNotWithAnotherShape() {
        create("events", 2);
        put("events", "k", "1");

        create("events", 2);
        assertThat(streams.describe("events").records()).isEqualTo(1);
        assertThatThrownBy(() -> create("events", 3))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("ResourceInUseException"))
                .hasMessage("Stream events under account 000000000000 already exists.");
    }

    @Test
    void summaryTellsWhatIsHeld() {
        create("events", 2);
        put("events", "key", "12345");

        assertThat(streams.describe("events").heldBytes()).isEqualTo(8);
        assertThat(streams.describe("events").arn()).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/events");
        assertThat(streams.names()).containsExactly("events");
    }

    @Test
    void putToUnknownStreamFails() {
        assertThatThrownBy(() -> put("nothing", "k", "1"))
                .cause()
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("ResourceNotFoundException"))
                .hasMessage("Stream nothing under account 000000000000 not found.");
    }

    @Test
    void recordLargerThanOneMebibyteIsRefused() {
        create("events", 1);
        Bytes most = Bytes.wrap(new byte[1024 * 1024 - 1]);

        assertThat(streams.put("events", "k", most)).isCompleted();
        assertThatThrownBy(() ->
                        streams.put("events", "kk", most).toCompletableFuture().join())
                .hasMessageContaining(
                        "Value at 'data' failed to satisfy constraint: Member must have length less than or"
                                + " equal to 1048576");
    }

    @Test
    void checkpointOfWhatWasNotReadIsRefused() {
        create("events", 1);
        ShardReader reader = Consumer.fromTrimHorizon(streams, "events").readers.get(0);
        PutResult unread = put("events", "k", "1");

        assertThatThrownBy(() -> reader.checkpoint(unread.sequenceNumber()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has not read that");
    }

    @Test
    void checkpointBeyondTheTipIsRefused() {
        create("events", 1);
        SequenceNumber read = put("events", "k", "1").sequenceNumber();
        ShardReader reader = Consumer.fromTrimHorizon(streams, "events").readers.get(0);
        reader.poll(10, 100);
        SequenceNumber beyond = new SequenceNumber(read.value().add(BigInteger.ONE.shiftLeft(80)));

        assertThatThrownBy(() -> reader.checkpoint(beyond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has not read that");
    }

    @Test
    void readersOfADeletedStreamAreAtTheirEnd() {
        create("events", 1);
        put("events", "k", "1");
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");

        streams.delete("events");

        ShardReader reader = consumer.readers.get(0);
        assertThat(reader.poll(10, 100)).isEmpty();
        assertThat(reader.atEnd()).isTrue();
    }
}
