package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers in the pipeline over restarts; a crash is a start from a copy of the files. */
class ConsumerRestartTest {
    private static final StartingPosition LATEST = new StartingPosition.Latest();
    private static final StartingPosition TRIM_HORIZON = new StartingPosition.TrimHorizon();

    @TempDir
    private Path path;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final List<Streams> runs = new ArrayList<>();
    private StreamSettings settings = StreamSettings.defaults();

    @AfterEach
    void close() {
        runs.forEach(Streams::close);
    }

    private Streams first() {
        Streams streams = open();
        streams.create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
        return streams;
    }

    private Streams open() {
        StreamPersistence persistence = StreamPersistence.in(path.resolve(String.valueOf(runs.size())));
        Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, settings.withPersistence(persistence))
                .streams();
        runs.add(streams);
        streams.start();
        return streams;
    }

    private Streams restart(Streams running) throws IOException {
        running.close();
        return afterCrash();
    }

    /** What the next start sees when the run ends now. */
    private Streams afterCrash() throws IOException {
        Path last = path.resolve(String.valueOf(runs.size() - 1));
        Path next = Files.createDirectory(path.resolve(String.valueOf(runs.size())));
        try (var files = Files.newDirectoryStream(last, "segment-*")) {
            for (Path file : files) {
                Files.copy(file, next.resolve(file.getFileName()));
            }
        }
        return open();
    }

    private static void put(Streams streams, String... data) {
        for (String one : data) {
            streams.put("s", "device-1", Bytes.utf8(one)).toCompletableFuture().join();
        }
    }

    private static Consumer consumer(Streams streams, StartingPosition from) {
        return new Consumer(streams, "s", "app", from);
    }

    private static void split(Streams streams) {
        Resharding.split(streams, "s");
    }

    @Test
    void latestContinuesBehindItsCheckpoint() throws IOException {
        Streams streams = first();
        put(streams, "before");
        Consumer consumer = consumer(streams, LATEST);
        put(streams, "a", "b", "c");
        consumer.pollAndCheckpoint(0, 1);

        Streams again = restart(streams);
        put(again, "d");

        assertThat(consumer(again, LATEST).texts()).containsExactly("b", "c", "d");
    }

    @Test
    void latestThatNeverCheckpointedSkipsNothingAfterACrash() throws IOException {
        Streams streams = first();
        put(streams, "before");
        consumer(streams, LATEST);
        put(streams, "a", "b");

        Streams again = afterCrash();

        assertThat(consumer(again, LATEST).texts()).containsExactly("a", "b");
    }

    @Test
    void trimHorizonDoesNotReadAgainWhatItDealtWith() throws IOException {
        Streams streams = first();
        put(streams, "a", "b", "c");
        consumer(streams, TRIM_HORIZON).pollAndCheckpoint(0, 2);

        Streams again = restart(streams);

        assertThat(consumer(again, TRIM_HORIZON).texts()).containsExactly("c");
    }

    @Test
    void checkpointIsKeptAfterATenthOfASecond() throws IOException {
        Streams streams = first();
        put(streams, "a", "b", "c");
        Consumer consumer = consumer(streams, TRIM_HORIZON);
        consumer.pollAndCheckpoint(0, 1);
        time.advance(Duration.ofMillis(100));
        consumer.pollAndCheckpoint(0, 1);

        Streams again = afterCrash();

        assertThat(consumer(again, TRIM_HORIZON).texts()).containsExactly("b", "c");
    }

    @Test
    void positionsComeThroughManyRestarts() throws IOException {
        Streams streams = first();
        put(streams, "0");
        Consumer consumer = consumer(streams, LATEST);

        for (int run = 1; run <= 3; run++) {
            put(streams, run + "a", run + "b");
            consumer.pollAndCheckpoint(0, 1);
            streams = restart(streams);
            consumer = consumer(streams, LATEST);
        }

        assertThat(consumer.texts()).containsExactly("2b", "3a", "3b");
    }

    @Test
    void positionStaysWhenItsConsumerIsAwayForARun() throws IOException {
        Streams streams = first();
        Consumer consumer = consumer(streams, LATEST);
        put(streams, "a", "b");
        consumer.pollAndCheckpoint(0, 1);
        Streams without = restart(streams);
        put(without, "c");

        Streams again = restart(without);

        assertThat(consumer(again, LATEST).texts()).containsExactly("b", "c");
    }

    @Test
    void otherConsumersBeginWhereTheyAskTo() throws IOException {
        Streams streams = first();
        put(streams, "a");
        consumer(streams, TRIM_HORIZON).pollAndCheckpoint(0, 1);
        Streams again = restart(streams);

        Consumer oldest = new Consumer(again, "s", "other", TRIM_HORIZON);
        Consumer newest = new Consumer(again, "s", "third", LATEST);

        assertThat(oldest.texts()).containsExactly("a");
        assertThat(newest.texts()).isEmpty();
    }

    @Test
    void childrenWaitForAParentThatIsNotFinished() throws IOException {
        Streams streams = first();
        Consumer consumer = consumer(streams, LATEST);
        put(streams, "a", "b");
        consumer.pollAndCheckpoint(0, 1);
        split(streams);
        put(streams, "child");

        Consumer again = consumer(restart(streams), LATEST);
        assertThat(again.readers).extracting(ShardReader::shardId).containsExactly("shardId-000000000000");
        assertThat(again.texts()).containsExactly("b");
        again.readers.get(0).finish();

        assertThat(again.readers).hasSize(3);
        assertThat(again.texts()).containsExactly("child");
    }

    @Test
    void finishedParentStaysFinished() throws IOException {
        Streams streams = first();
        Consumer consumer = consumer(streams, LATEST);
        put(streams, "parent");
        split(streams);
        put(streams, "a", "b");
        consumer.pollAndCheckpoint(0, 1);
        consumer.pollAndCheckpoint(2, 1);

        Consumer again = consumer(restart(streams), LATEST);

        assertThat(again.readers)
                .extracting(ShardReader::shardId)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(again.texts()).containsExactly("b");
    }

    @Test
    void childThatCameAfterTheStartIsReadFromItsBeginning() throws IOException {
        Streams streams = first();
        Consumer consumer = consumer(streams, LATEST);
        put(streams, "parent");
        split(streams);
        put(streams, "child");
        consumer.pollAndCheckpoint(0, 1);
        assertThat(consumer.readers).hasSize(3);

        Consumer again = consumer(restart(streams), LATEST);

        assertThat(again.texts()).containsExactly("child");
    }

    @Test
    void latestOfAFinishedAndExpiredParentStillReadsTheChildren() throws IOException {
        Streams streams = first();
        Consumer consumer = consumer(streams, LATEST);
        put(streams, "parent");
        split(streams);
        time.advance(Duration.ofHours(23));
        put(streams, "child");
        Streams away = restart(streams);
        time.advance(Duration.ofHours(2));
        assertThat(((InMemoryStreams) away).stream("s").shards()).hasSize(2);

        Consumer again = consumer(restart(away), LATEST);

        assertThat(again.texts()).containsExactly("child");
        assertThat(consumer.readers).hasSize(1);
    }

    @Test
    void whatExpiredMeanwhileIsPassedOver() throws IOException {
        Streams streams = first();
        Consumer consumer = consumer(streams, LATEST);
        put(streams, "a", "b");
        consumer.pollAndCheckpoint(0, 1);
        streams.close();
        time.advance(Duration.ofHours(25));

        Streams again = afterCrash();
        put(again, "c");

        assertThat(consumer(again, LATEST).texts()).containsExactly("c");
    }

    @Test
    void streamOfTheSameNameHasConsumersOfItsOwn() throws IOException {
        Streams streams = first();
        put(streams, "a", "b");
        consumer(streams, TRIM_HORIZON).pollAndCheckpoint(0, 2);
        ((InMemoryStreams) streams).delete("s");
        time.advance(settings.transition());
        streams.create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
        put(streams, "new");

        Streams again = restart(streams);

        assertThat(consumer(again, TRIM_HORIZON).texts()).containsExactly("new");
    }

    /** For three records of about a thousand bytes. */
    private static StreamSettings room() {
        return StreamSettings.defaults()
                .withMaxBytesPerStream(3_500)
                .withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED);
    }

    @Test
    void fullMemoryKeepsWhatAnAwaitedConsumerHasNotRead() throws IOException {
        settings = room();
        String large = "x".repeat(900);
        Streams streams = first();
        consumer(streams, LATEST);
        put(streams, "1" + large, "2" + large, "3" + large);
        Streams again = restart(streams);
        Consumer quick = new Consumer(again, "s", "quick", TRIM_HORIZON);
        quick.pollAndCheckpoint(0, 3);

        var waiting = again.put("s", "device-1", Bytes.utf8("4" + large)).toCompletableFuture();
        assertThat(waiting).isNotDone();
        Consumer late = consumer(again, LATEST);

        List<StreamRecord> kept = late.readers.get(0).poll(3, Long.MAX_VALUE);
        assertThat(kept).hasSize(3);
        late.readers.get(0).checkpoint(kept.get(2).sequenceNumber());

        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join().shardId()).isEqualTo("shardId-000000000000");
    }

    @Test
    void consumerThatDoesNotComeBackIsNotAwaitedForEver() throws IOException {
        settings = room();
        String large = "x".repeat(900);
        Streams streams = first();
        consumer(streams, LATEST);
        put(streams, "1" + large, "2" + large, "3" + large);
        Streams again = restart(streams);
        new Consumer(again, "s", "quick", TRIM_HORIZON).pollAndCheckpoint(0, 3);
        var waiting = again.put("s", "device-1", Bytes.utf8("4" + large)).toCompletableFuture();
        assertThat(waiting).isNotDone();

        time.advance(Duration.ofMinutes(1));

        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join().shardId()).isEqualTo("shardId-000000000000");
    }
}
