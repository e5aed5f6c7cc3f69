package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many writers and readers of one stream while its shards are split and merged all the time. */
class ReshardStressTest {
    private static final int WRITERS = 32;
    private static final int WALKS = 8;
    private static final int EACH = 1_500;
    private static final int KEYS_EACH = 3;
    private static final int RESHARD_EVERY = 400;
    private static final int MOST_OPEN = 8;

    private final SystemTime time = new SystemTime();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<ShardHistory.Event> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Random random = new Random(42);
    private StreamState stream;

    ReshardStressTest() {
        InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
        streams.create(new StreamSpec("events", 2, StreamSpec.DEFAULT_RETENTION));
        stream = streams.stream("events");
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        time.close();
    }

    @Test
    void walksSeeEveryAcknowledgedRecordOnceInOrderWhileShardsSplitAndMerge() throws Exception {
        List<Walk> walks = new ArrayList<>();
        List<Callable<Void>> readers = new ArrayList<>();
        for (int seed = 0; seed < WALKS; seed++) {
            Walk walk = new Walk(stream, time, seed);
            walks.add(walk);
            readers.add(walk::run);
        }
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = "writer-" + writer;
            writers.add(() -> write(name));
        }

        List<Future<Void>> reading = start(readers);
        finish(start(writers));
        walks.forEach(Walk::writersDone);
        finish(reading);

        ShardHistory history = new ShardHistory(acknowledged);
        walks.forEach(walk -> history.check(walk.read));
        assertThat(acknowledged).hasSize(WRITERS * EACH);
        assertThat(stream.shards()).hasSizeGreaterThan(WRITERS * EACH / RESHARD_EVERY);
    }

    private List<Future<Void>> start(List<Callable<Void>> tasks) {
        return tasks.stream().map(threads::submit).toList();
    }

    private static void finish(List<Future<Void>> tasks) throws Exception {
        for (Future<Void> task : tasks) {
            task.get(120, TimeUnit.SECONDS);
        }
    }

    private Void write(String name) {
        for (int i = 0; i < EACH; i++) {
            String key = name + "-" + i % KEYS_EACH;
            String text = key + "#" + i / KEYS_EACH;
            NewRecord record = new NewRecord(key, null, Bytes.utf8(text));
            PutResult place = i % 2 == 0
                    ? stream.putNow(record)
                    : stream.put(record).toCompletableFuture().join();
            acknowledged.add(new ShardHistory.Event(place, text));
            if (i % 4 == 0) {
                readBack(place, text);
            }
            if (count.incrementAndGet() % RESHARD_EVERY == 0) {
                reshard();
            }
        }
        return null;
    }

    /** What was acknowledged is there for a read that begins afterwards. */
    private void readBack(PutResult place, String text) {
        Shard shard = stream.shards().stream()
                .filter(each -> each.id().equals(place.shardId()))
                .findFirst()
                .orElseThrow();
        long position = shard.positionOf(place.sequenceNumber()).orElseThrow();
        List<StreamRecord> found = stream.read(shard, position, 1, 0).records();
        boolean same = found.size() == 1
                && found.get(0).sequenceNumber().equals(place.sequenceNumber())
                && found.get(0).data().utf8().equals(text)
                && shard.tip() > position;
        if (!same) {
            throw new AssertionError("%s was acknowledged at %s of %s, but a read there gave %s"
                    .formatted(text, place.sequenceNumber(), shard, found));
        }
    }

    private void reshard() {
        synchronized (random) {
            List<Shard> open = stream.shards().stream()
                    .filter(shard -> !shard.isClosed())
                    .sorted(Comparator.comparing(shard -> shard.range().from()))
                    .toList();
            int chosen = random.nextInt(open.size());
            if (open.size() > 1 && (open.size() >= MOST_OPEN || random.nextBoolean())) {
                int lower = Math.min(chosen, open.size() - 2);
                stream.merge(open.get(lower), open.get(lower + 1));
            } else {
                stream.split(open.get(chosen), middle(open.get(chosen).range()));
            }
        }
    }

    private static HashKey middle(HashKeyRange range) {
        BigInteger sum = range.from().toBigInteger().add(range.to().toBigInteger());
        return HashKey.of(sum.shiftRight(1).add(BigInteger.ONE));
    }
}
