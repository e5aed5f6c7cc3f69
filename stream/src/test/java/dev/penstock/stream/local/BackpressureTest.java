package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BackpressureTest {
    private static final int RECORD_COST = NewRecord.OVERHEAD_BYTES + 1 + 99;
    private static final int ROOM_FOR = 4;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final InMemoryStreams streams = withBudgets(ROOM_FOR * RECORD_COST, 6 * RECORD_COST);

    private InMemoryStreams withBudgets(long perStream, long total) {
        return withSettings(new StreamSettings(perStream, total).withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED));
    }

    private InMemoryStreams withSettings(StreamSettings settings) {
        InMemoryStreams made = new InMemoryStreams(AwsIdentity.DEFAULT, time, settings);
        made.create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        made.create(new StreamSpec("others", 1, StreamSpec.DEFAULT_RETENTION));
        return made;
    }

    private CompletableFuture<PutResult> put(String stream) {
        return streams.put(stream, "k", Bytes.wrap(new byte[99])).toCompletableFuture();
    }

    private List<CompletableFuture<PutResult>> put(String stream, int count) {
        List<CompletableFuture<PutResult>> puts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            puts.add(put(stream));
        }
        return puts;
    }

    @Test
    void putWaitsWhileTheStreamIsFullAndNobodyHasRead() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        assertThat(put("events", ROOM_FOR)).allMatch(CompletableFuture::isDone);

        CompletableFuture<PutResult> waiting = put("events");

        assertThat(waiting).isNotDone();
        consumer.pollAndCheckpoint(0, 1);
        assertThat(waiting).isCompleted();
        assertThat(consumer.texts()).hasSize(ROOM_FOR);
    }

    @Test
    void consumedRecordsStayWhenTheStreamIsToKeepThem() {
        InMemoryStreams keeping = withSettings(new StreamSettings(ROOM_FOR * RECORD_COST, 6 * RECORD_COST));
        Consumer consumer = Consumer.fromTrimHorizon(keeping, "events");
        for (int i = 0; i < ROOM_FOR; i++) {
            keeping.put("events", "k", Bytes.wrap(new byte[99]));
        }
        CompletableFuture<PutResult> waiting =
                keeping.put("events", "k", Bytes.wrap(new byte[99])).toCompletableFuture();

        consumer.pollAndCheckpoint(0, ROOM_FOR);
        boolean early = waiting.isDone();
        time.advance(StreamSpec.DEFAULT_RETENTION.plusSeconds(1));

        assertThat(early).isFalse();
        assertThat(waiting).isCompleted();
    }

    @Test
    void readingWithoutCheckpointMakesNoRoom() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        put("events", ROOM_FOR);
        CompletableFuture<PutResult> waiting = put("events");

        consumer.texts();

        assertThat(waiting).isNotDone();
    }

    @Test
    void recordsStayUntilTheSlowestConsumerIsPast() {
        Consumer fast = new Consumer(streams, "events", "fast", new StartingPosition.TrimHorizon());
        Consumer slow = new Consumer(streams, "events", "slow", new StartingPosition.TrimHorizon());
        put("events", ROOM_FOR);
        CompletableFuture<PutResult> waiting = put("events");

        fast.pollAndCheckpoint(0, 10);
        assertThat(waiting).isNotDone();
        slow.subscription.close();
        assertThat(waiting).isCompleted();
    }

    @Test
    void streamWithoutConsumerKeepsRecordsUntilTheyAreTooOld() {
        put("events", ROOM_FOR);
        CompletableFuture<PutResult> waiting = put("events");

        time.advance(Duration.ofHours(24));
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofSeconds(2));

        assertThat(waiting).isCompleted();
    }

    @Test
    void nothingIsTrimmedEarlyWhileThereIsRoom() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        put("events", ROOM_FOR);

        consumer.pollAndCheckpoint(0, ROOM_FOR);

        assertThat(new Consumer(streams, "events", "later", new StartingPosition.TrimHorizon()).texts())
                .hasSize(ROOM_FOR);
    }

    @Test
    void waitingPutsGoInOrderAndNoneOvertakes() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        put("events", ROOM_FOR);
        List<CompletableFuture<PutResult>> waiting = put("events", 3);

        consumer.pollAndCheckpoint(0, ROOM_FOR);
        CompletableFuture<PutResult> last = put("events");

        assertThat(waiting).allMatch(CompletableFuture::isDone);
        waiting.add(last);
        assertThat(waiting.stream().map(done -> done.join().sequenceNumber())).isSorted();
    }

    @Test
    void fullTotalHoldsBackStreamsWithRoomOfTheirOwn() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        put("events", ROOM_FOR);
        assertThat(put("others", 2)).allMatch(CompletableFuture::isDone);
        CompletableFuture<PutResult> waiting = put("others");
        assertThat(waiting).isNotDone();

        consumer.pollAndCheckpoint(0, 1);

        assertThat(waiting).isCompleted();
    }

    @Test
    void waitingPutGoesOnWhenAPutToAnotherStreamDroppedWhatExpired() {
        put("events");
        time.advance(Duration.ofMillis(500));
        put("events", ROOM_FOR - 1);
        List<CompletableFuture<PutResult>> waiting = put("events", 2);
        time.advance(Duration.ofSeconds(10));
        put("others", 2);

        time.advance(StreamSpec.DEFAULT_RETENTION.minusSeconds(10).plusMillis(100)); // all of "events" has expired now
        CompletableFuture<PutResult> other = put("others");
        boolean early = waiting.get(1).isDone();
        time.advance(Duration.ofSeconds(1));

        assertThat(waiting.get(0)).isCompleted();
        assertThat(other).isCompleted();
        assertThat(early).isFalse();
        assertThat(waiting.get(1)).isCompleted();
    }

    @Test
    void journalThatTakesNothingLetsPutsWaitAndHoldsUpNoConsumer() {
        StuckJournal journal = new StuckJournal();
        StreamSettings settings = new StreamSettings(ROOM_FOR * RECORD_COST, 6 * RECORD_COST)
                .withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED);
        InMemoryStreams kept = new InMemoryStreams(AwsIdentity.DEFAULT, Commons.of(time, settings, journal), () -> {});
        kept.create(new StreamSpec("events", 1, StreamSpec.DEFAULT_RETENTION));
        Consumer consumer = Consumer.fromTrimHorizon(kept, "events");
        List<CompletableFuture<PutResult>> puts = new ArrayList<>();
        for (int i = 0; i < ROOM_FOR + 2; i++) {
            puts.add(kept.put("events", "k", Bytes.wrap(new byte[99])).toCompletableFuture());
        }
        journal.roomFor = 1;

        consumer.pollAndCheckpoint(0, ROOM_FOR);
        List<Boolean> stuck = puts.stream().map(CompletableFuture::isDone).toList();
        journal.roomFor = Integer.MAX_VALUE;
        kept.stream("events").roomAppeared();

        assertThat(stuck).containsExactly(true, true, true, true, true, false);
        assertThat(puts).allMatch(CompletableFuture::isDone);
    }

    @Test
    void tooManyWaitingPutsAreRefused() {
        put("events", ROOM_FOR);
        List<CompletableFuture<PutResult>> waiting = put("events", PutQueue.MAX_WAITERS);

        CompletableFuture<PutResult> refused = put("events");

        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThatThrownBy(refused::join)
                .cause()
                .isInstanceOfSatisfying(
                        AwsException.class,
                        e -> assertThat(e.code()).isEqualTo("ProvisionedThroughputExceededException"));
    }

    @Test
    void putFromOutsideIsRefusedInsteadOfWaiting() {
        put("events", ROOM_FOR);
        StreamState stream = streams.stream("events");
        NewRecord record = new NewRecord("k", null, Bytes.utf8("x"));

        assertThatThrownBy(() -> stream.putNow(record))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        e -> assertThat(e.code()).isEqualTo("ProvisionedThroughputExceededException"))
                .hasMessage(
                        "Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.");
    }

    @Test
    void putFromOutsideTakesRoomThatConsumersLeft() {
        Consumer consumer = Consumer.fromTrimHorizon(streams, "events");
        put("events", ROOM_FOR);
        consumer.pollAndCheckpoint(0, 1);

        PutResult result = streams.stream("events").putNow(new NewRecord("k", null, Bytes.utf8("x")));

        assertThat(result.shardId()).isEqualTo("shardId-000000000000");
    }

    @Test
    void recordThatCanNeverFitIsRefusedAtOnce() {
        CompletableFuture<PutResult> put = streams.put("events", "k", Bytes.wrap(new byte[5 * RECORD_COST]))
                .toCompletableFuture();

        assertThatThrownBy(put::join).hasMessageContaining("can never fit into the memory of stream events");
    }

    @Test
    void waitingPutsFailWhenTheStreamIsDeleted() {
        put("events", ROOM_FOR);
        CompletableFuture<PutResult> waiting = put("events");

        streams.delete("events");

        assertThatThrownBy(waiting::join).hasMessageContaining("Stream events under account 000000000000 not found.");
    }

    @Test
    void deletedStreamGivesItsMemoryBack() {
        put("events", ROOM_FOR);
        put("others", 2);
        CompletableFuture<PutResult> waiting = put("others");

        streams.delete("events");

        assertThat(waiting).isCompleted();
    }

    @Test
    void waitingPutsFailWhenThePipelineCloses() {
        put("events", ROOM_FOR);
        CompletableFuture<PutResult> waiting = put("events");

        streams.close();

        assertThatThrownBy(waiting::join).hasMessageContaining("shutting down");
    }
}
