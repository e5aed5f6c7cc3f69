package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReshardConcurrencyTest {
    private static final int WRITERS = 8;
    private static final int EACH = 2_000;
    private static final int[] TARGETS = {6, 11, 8, 4, 3, 5, 10, 7, 4};

    private final SystemTime time = new SystemTime();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<PutResult> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean(true);
    private final StreamState stream;

    ReshardConcurrencyTest() {
        InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
        streams.create(new StreamSpec("events", 4, StreamSpec.DEFAULT_RETENTION));
        stream = streams.stream("events");
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        time.close();
    }

    @Test
    void acknowledgedRecordsAreHeldOnceAndEveryListingCoversTheSpaceWhileShardsChange() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(threads.submit(write("device-" + writer)));
        }
        Future<Integer> changes = threads.submit(this::reshard);
        Future<Integer> listings = threads.submit(this::list);

        for (Future<?> writer : writers) {
            writer.get(120, TimeUnit.SECONDS);
        }
        writing.set(false);

        assertThat(changes.get(120, TimeUnit.SECONDS)).isPositive();
        assertThat(listings.get(120, TimeUnit.SECONDS)).isPositive();
        assertThat(held()).hasSize(WRITERS * EACH);
        assertThat(new HashSet<>(held())).isEqualTo(new HashSet<>(acknowledged));
    }

    private Callable<Boolean> write(String key) {
        return () -> {
            for (int i = 0; i < EACH; i++) {
                acknowledged.add(stream.putNow(new NewRecord(key, null, Bytes.utf8(key))));
            }
            return true;
        };
    }

    private int reshard() {
        int changes = 0;
        do {
            int target = TARGETS[changes++ % TARGETS.length];
            stream.update(() -> () -> stream.scale(target));
        } while (writing.get() && changes < 500);
        return changes;
    }

    private int list() {
        int listings = 0;
        do {
            List<HashKeyRange> open = stream.whileStill(() -> stream.shards().stream()
                    .filter(shard -> !shard.isClosed())
                    .map(Shard::range)
                    .sorted(Comparator.comparing(HashKeyRange::from))
                    .toList());
            assertCovers(open);
            listings++;
        } while (writing.get());
        return listings;
    }

    private static void assertCovers(List<HashKeyRange> open) {
        BigInteger next = BigInteger.ZERO;
        for (HashKeyRange range : open) {
            assertThat(range.from().toBigInteger()).isEqualTo(next);
            next = range.to().toBigInteger().add(BigInteger.ONE);
        }
        assertThat(next).isEqualTo(BigInteger.ONE.shiftLeft(128));
    }

    private List<PutResult> held() {
        List<PutResult> held = new ArrayList<>();
        for (Shard shard : stream.shards()) {
            shard.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)
                    .records()
                    .forEach(record -> held.add(new PutResult(shard.id(), record.sequenceNumber())));
        }
        return held;
    }
}
