package dev.penstock.stream.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.SequenceNumber;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** When positions are recorded; the recorder runs when a test says so. */
class KclShardReaderTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NUMBER = "4959033827149025660855969253836157109592157598913658889";

    private final Deque<Runnable> awaited = new ArrayDeque<>();
    private final List<String> positions = new ArrayList<>();
    private final KclShardReader reader =
            new KclShardReader(TestTime.at(START), "consumer", opened -> {}, awaited::add);

    @Test
    void onlyTheRecorderRecordsAndOnlyTheNewestPosition() {
        read(3);

        reader.checkpoint(number(0));
        reader.checkpoint(number(1));

        assertThat(positions).isEmpty();
        assertThat(awaited).hasSize(1);
        runAwaited();
        assertThat(positions).containsExactly(number(1).toString());
    }

    @Test
    void positionAfterARecordedOneIsRecordedToo() {
        read(3);

        reader.checkpoint(number(0));
        runAwaited();
        reader.checkpoint(number(2));
        runAwaited();

        assertThat(positions).containsExactly(number(0).toString(), number(2).toString());
    }

    @Test
    void nothingFollowsTheEndOfTheShard() {
        read(2);
        reader.checkpoint(number(1));
        reader.onAvailable(this::finishAtEnd);

        reader.shardEnded(ShardEndedInput.builder().checkpointer(checkpointer()).build());
        runAwaited();

        assertThat(positions).containsExactly("end");
    }

    @Test
    void positionOnItsWayIsRecordedWhenTheReaderIsClosed() {
        read(2);
        reader.checkpoint(number(0));

        reader.close();
        reader.checkpoint(number(1));
        runAwaited();

        assertThat(positions).containsExactly(number(0).toString());
    }

    @Test
    void whoeverReadsIsToldThatTheLeaseIsLost() {
        List<Boolean> told = new ArrayList<>();
        read(2);
        reader.onAvailable(() -> told.add(reader.isGone()));

        reader.leaseLost(LeaseLostInput.builder().build());

        assertThat(told).containsExactly(false, true);
        assertThat(reader.poll(10, Long.MAX_VALUE)).isEmpty();
    }

    private void finishAtEnd() {
        if (reader.atEnd()) {
            reader.finish();
        }
    }

    private void runAwaited() {
        while (!awaited.isEmpty()) {
            awaited.remove().run();
        }
    }

    private void read(int records) {
        reader.initialize(
                InitializationInput.builder().shardId("shardId-000000000000").build());
        reader.processRecords(ProcessRecordsInput.builder()
                .records(IntStream.range(0, records)
                        .mapToObj(KclShardReaderTest::record)
                        .toList())
                .checkpointer(checkpointer())
                .millisBehindLatest(0L)
                .build());
        assertThat(reader.poll(records, Long.MAX_VALUE)).hasSize(records);
    }

    private static KinesisClientRecord record(int index) {
        return KinesisClientRecord.builder()
                .sequenceNumber(number(index).toString())
                .partitionKey("key")
                .data(ByteBuffer.wrap(new byte[] {1}))
                .approximateArrivalTimestamp(START)
                .build();
    }

    private static SequenceNumber number(int index) {
        return SequenceNumber.parse(NUMBER + index);
    }

    private RecordProcessorCheckpointer checkpointer() {
        return (RecordProcessorCheckpointer) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RecordProcessorCheckpointer.class},
                (self, method, given) -> {
                    assertThat(method.getName()).isEqualTo("checkpoint");
                    positions.add(given == null ? "end" : String.valueOf(given[0]));
                    return null;
                });
    }
}
