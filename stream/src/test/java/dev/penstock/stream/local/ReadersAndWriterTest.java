package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nobody waits here: what one side holds in its hands is not in the way of the other. */
class ReadersAndWriterTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final StreamState stream;
    private final Shard shard;

    ReadersAndWriterTest() {
        streams.create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        stream = streams.stream("events");
        shard = stream.shards().get(0);
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            stream.putNow(new NewRecord("key-" + i, null, Bytes.utf8("data-" + i)));
        }
    }

    private static void assertHolds(List<StreamRecord> records, int from, int to) {
        assertThat(records).hasSize(to - from);
        for (int i = from; i < to; i++) {
            StreamRecord record = records.get(i - from);
            assertThat(record.partitionKey()).isEqualTo("key-" + i);
            assertThat(record.data().utf8()).isEqualTo("data-" + i);
        }
    }

    @Test
    void writerGoesOnWhileAReaderHoldsASlice() {
        put(0, 100);
        ShardSlice held = stream.read(shard, shard.trimHorizon(), 100, Long.MAX_VALUE);

        put(100, 20_000);

        assertHolds(held.records(), 0, 100);
        assertHolds(stream.read(shard, held.next(), 30_000, Long.MAX_VALUE).records(), 100, 20_000);
    }

    @Test
    void sliceOutlivesItsRecordsInTheStream() {
        put(0, 20_000);
        ShardSlice held = stream.read(shard, shard.trimHorizon(), 30_000, Long.MAX_VALUE);

        time.advance(Duration.ofHours(25));
        streams.delete("events");

        assertThat(stream.budget().held()).isZero();
        assertHolds(held.records(), 0, 20_000);
    }

    @Test
    void readInsideAPutsSignalSeesThatPut() {
        List<StreamRecord> seen = new ArrayList<>();
        ShardReader reader = Consumer.fromTrimHorizon(streams, "events").readers.get(0);
        reader.onAvailable(() -> seen.addAll(reader.poll(10, Long.MAX_VALUE)));

        PutResult put = streams.put("events", "key-0", Bytes.utf8("data-0"))
                .toCompletableFuture()
                .join();

        assertHolds(seen, 0, 1);
        assertThat(seen.get(0).sequenceNumber()).isEqualTo(put.sequenceNumber());
    }

    @Test
    void batchKeepsItsOrderAndWakesAReaderOnce() {
        AtomicInteger woken = new AtomicInteger();
        ShardReader reader = Consumer.fromTrimHorizon(streams, "events").readers.get(0);
        reader.onAvailable(woken::incrementAndGet);
        List<NewRecord> batch = IntStream.range(0, 500)
                .mapToObj(i -> new NewRecord("key-" + i, null, Bytes.utf8("data-" + i)))
                .toList();

        List<PutOutcome> outcomes = stream.putNow(batch);

        List<StreamRecord> read = reader.poll(1_000, Long.MAX_VALUE);
        assertHolds(read, 0, 500);
        assertThat(outcomes)
                .extracting(outcome -> Objects.requireNonNull(outcome.stored()).sequenceNumber())
                .isEqualTo(read.stream().map(StreamRecord::sequenceNumber).toList());
        assertThat(woken).hasValue(2); // once at first
    }

    @Test
    void whatIsTooOldIsPassedOverBeforeItLeaves() {
        put(0, 10);
        time.advance(Duration.ofHours(1));
        put(10, 20);
        time.advance(Duration.ofHours(23).plusMillis(1)); // the timer that removes runs at most once a second

        ShardSlice slice = stream.read(shard, shard.trimHorizon(), 100, Long.MAX_VALUE);

        assertHolds(slice.records(), 10, 20);
    }

    @Test
    void pageOfTenMebibytesStopsBeforeTheRecordThatPassesIt() {
        int mebibyte = 1024 * 1024;
        for (int i = 0; i < 12; i++) {
            stream.putNow(new NewRecord("k", null, Bytes.wrap(new byte[mebibyte])));
        }

        ShardSlice exact = stream.read(shard, shard.trimHorizon(), 100, 10L * mebibyte);
        ShardSlice less = stream.read(shard, shard.trimHorizon(), 100, 10L * mebibyte - 1);
        ShardSlice tiny = stream.read(shard, exact.next(), 100, 1);

        assertThat(exact.records()).hasSize(10);
        assertThat(less.records()).hasSize(9);
        assertThat(tiny.records()).hasSize(1);
        assertThat(tiny.next()).isEqualTo(exact.next() + 1);
    }
}
