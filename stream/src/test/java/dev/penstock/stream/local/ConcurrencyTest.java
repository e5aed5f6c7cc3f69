package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private static final int WRITERS = 32;
    private static final int EACH = 500;

    private final SystemTime time = new SystemTime();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<StreamRecord>> read = new HashMap<>();
    private final AtomicInteger readCount = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        time.close();
    }

    @Test
    void everyAcknowledgedRecordIsReadExactlyOnceInOrder() throws Exception {
        List<PutResult> acknowledged = run(StreamSettings.defaults());

        assertReadExactlyOnce(acknowledged);
    }

    @Test
    void nothingIsLostWhenPutsHaveToWaitForConsumers() throws Exception {
        List<PutResult> acknowledged =
                run(new StreamSettings(50_000, 50_000).withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED));

        assertReadExactlyOnce(acknowledged);
    }

    private List<PutResult> run(StreamSettings settings) throws Exception {
        InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, settings);
        streams.create(new StreamSpec("events", 4, StreamSpec.DEFAULT_RETENTION));
        streams.subscribe("events", "reader", new StartingPosition.TrimHorizon(), this::readOnItsOwnThread);
        ConcurrentLinkedQueue<PutResult> acknowledged = new ConcurrentLinkedQueue<>();
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String key = "device-" + writer;
            writers.add(threads.submit(() -> {
                for (int i = 0; i < EACH; i++) {
                    acknowledged.add(streams.put("events", key, Bytes.utf8(Integer.toString(i)))
                            .toCompletableFuture()
                            .join());
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get(120, TimeUnit.SECONDS);
        }
        Awaitility.await("all records read").atMost(Duration.ofMinutes(2)).untilAtomic(readCount, is(WRITERS * EACH));
        return List.copyOf(acknowledged);
    }

    private void readOnItsOwnThread(ShardReader reader) {
        List<StreamRecord> mine = new ArrayList<>();
        synchronized (read) {
            read.put(reader.shardId(), mine);
        }
        WorkSignal signal = new WorkSignal(time.inFlight().gauge("reader"));
        reader.onAvailable(signal::wake);
        threads.submit(() -> {
            while (signal.await()) {
                List<StreamRecord> records = reader.poll(100, 10_000);
                while (!records.isEmpty()) {
                    mine.addAll(records);
                    readCount.addAndGet(records.size());
                    reader.checkpoint(records.get(records.size() - 1).sequenceNumber());
                    records = reader.poll(100, 10_000);
                }
            }
            return null;
        });
    }

    private void assertReadExactlyOnce(List<PutResult> acknowledged) {
        List<PutResult> found = new ArrayList<>();
        Map<String, Integer> next = new HashMap<>();
        read.forEach((shard, records) -> {
            assertThat(records.stream().map(StreamRecord::sequenceNumber)).isSorted();
            for (StreamRecord record : records) {
                found.add(new PutResult(shard, record.sequenceNumber()));
                int number = Integer.parseInt(record.data().utf8());
                assertThat(number).isEqualTo(next.merge(record.partitionKey(), 1, Integer::sum) - 1);
            }
        });
        assertThat(found).hasSize(WRITERS * EACH);
        assertThat(new HashSet<>(found)).hasSize(WRITERS * EACH).isEqualTo(new HashSet<>(acknowledged));
    }
}
