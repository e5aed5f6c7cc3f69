package dev.penstock.bench.load;

import com.sun.management.ThreadMXBean;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Streams in this JVM through their port, with records of 100 bytes: appending by 1 and 16 threads over 1 and 8 shards,
 * reading batches of 1,000, the time from a put to its consumer, and what a stored record takes of the heap. Needs a heap
 * of 2 GB: {@code java -Xmx2g ... ShardLoad}.
 */
public final class ShardLoad {
    private static final String STREAM = "bench";
    private static final Bytes DATA = Bytes.wrap(new byte[100]);
    private static final int APPENDS = 400_000;
    private static final int HELD = 1_000_000;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 5;
    private static final int PROBES = 20_000;
    private static final long PROBE_PAUSE_NANOS = 200_000;
    private static final int KEYS = 1_024;

    private final String[] keys = new String[KEYS];

    private ShardLoad() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "device-" + i;
        }
    }

    /** Prints one line per measurement. */
    public static void main(String[] args) throws Exception {
        ShardLoad load = new ShardLoad();
        load.appends();
        load.reads();
        load.latency();
        load.heap();
    }

    private void appends() throws InterruptedException {
        for (int shards : List.of(1, 8)) {
            for (int threads : List.of(1, 16)) {
                double best = 0;
                double bytes = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    try (Opened opened = new Opened(shards, false)) {
                        Work work = append(opened.streams, threads, APPENDS / threads);
                        best = Math.max(best, APPENDS * 1e9 / work.nanos());
                        bytes = (double) work.allocated() / APPENDS;
                    }
                }
                print(
                        "append 100 B, %2d threads, %d shards: %,10.0f records/s, %.0f bytes allocated a record (what stays included)",
                        threads, shards, best, bytes);
            }
        }
    }

    private Work append(Streams streams, int threads, int each) throws InterruptedException {
        return append(streams, threads, each, false);
    }

    /** @param own whether each record has arrays of its own, as it has when it comes from outside */
    private Work append(Streams streams, int threads, int each, boolean own) throws InterruptedException {
        CyclicBarrier ready = new CyclicBarrier(threads + 1);
        ConcurrentLinkedQueue<Long> allocated = new ConcurrentLinkedQueue<>();
        Thread[] running = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int first = i * 61;
            running[i] = new Thread(() -> {
                await(ready);
                long before = allocated();
                for (int n = 0; n < each; n++) {
                    String key = keys[(first + n) % KEYS];
                    streams.put(STREAM, own ? key.concat("-") : key, own ? Bytes.wrap(new byte[100]) : DATA)
                            .toCompletableFuture()
                            .join();
                }
                allocated.add(allocated() - before);
            });
            running[i].start();
        }
        await(ready);
        long start = System.nanoTime();
        for (Thread thread : running) {
            thread.join();
        }
        long nanos = System.nanoTime() - start;
        return new Work(nanos, allocated.stream().mapToLong(Long::longValue).sum());
    }

    private void reads() throws InterruptedException {
        double best = Double.MAX_VALUE;
        double bytes = 0;
        for (int round = 0; round < 2 * ROUNDS; round++) {
            try (Opened opened = new Opened(1, true)) {
                append(opened.streams, 1, APPENDS);
                ShardReader reader = opened.readers.iterator().next();
                long before = allocated();
                long start = System.nanoTime();
                int read = 0;
                while (read < APPENDS) {
                    for (StreamRecord record : reader.poll(BATCH, Long.MAX_VALUE)) {
                        read += record.data().length() == DATA.length() ? 1 : APPENDS;
                    }
                }
                best = Math.min(best, (System.nanoTime() - start) / (double) APPENDS);
                bytes = (double) (allocated() - before) / APPENDS;
            }
        }
        print("read data in batches of %,d: %.1f ns and %.0f bytes allocated a record", BATCH, best, bytes);
    }

    private void latency() throws InterruptedException {
        try (Opened opened = new Opened(1, true)) {
            ShardReader reader = opened.readers.iterator().next();
            WorkSignal signal = new WorkSignal(opened.time.inFlight().gauge("bench"));
            long[] putAt = new long[PROBES];
            long[] nanos = new long[PROBES];
            AtomicIntegerArray seen = new AtomicIntegerArray(1);
            Thread consumer = new Thread(() -> consume(reader, signal, putAt, nanos, seen));
            consumer.start();
            reader.onAvailable(signal::wake);
            for (int i = 0; i < PROBES; i++) {
                putAt[i] = System.nanoTime();
                opened.streams.put(STREAM, "device", DATA);
                LockSupport.parkNanos(PROBE_PAUSE_NANOS);
            }
            consumer.join();
            Latencies latencies = new Latencies(nanos);
            print(
                    "put to consumer in this JVM: p50 %.0f us, p95 %.0f us, p99 %.0f us (%,d samples)",
                    latencies.millis(50) * 1e3, latencies.millis(95) * 1e3, latencies.millis(99) * 1e3, PROBES);
        }
    }

    private static void consume(
            ShardReader reader, WorkSignal signal, long[] putAt, long[] nanos, AtomicIntegerArray seen) {
        try {
            while (seen.get(0) < PROBES && signal.await()) {
                for (StreamRecord record : reader.poll(BATCH, Long.MAX_VALUE)) {
                    int i = seen.getAndIncrement(0);
                    nanos[i] = System.nanoTime() - putAt[i];
                    reader.checkpoint(record.sequenceNumber());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void heap() throws InterruptedException {
        long before = liveBytes();
        try (Opened opened = new Opened(8, false)) {
            append(opened.streams, 1, HELD, true);
            long held = liveBytes() - before;
            print(
                    "heap of %,d records of 100 B with keys of 9 to 12 B: %.1f bytes a record (%d stored)",
                    HELD, (double) held / HELD, opened.streams.describe(STREAM).records());
        }
    }

    private static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** What threads did together. */
    private record Work(long nanos, long allocated) {}

    /** One stream of its own. */
    private static final class Opened implements AutoCloseable {
        private final SystemTime time = new SystemTime();
        private final Collection<ShardReader> readers = new ConcurrentLinkedQueue<>();
        private final Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
                .streams();

        Opened(int shards, boolean read) {
            streams.start();
            streams.create(new StreamSpec(STREAM, shards, StreamSpec.DEFAULT_RETENTION));
            if (read) {
                streams.subscribe(STREAM, "bench", new StartingPosition.TrimHorizon(), readers::add);
            }
        }

        @Override
        public void close() {
            streams.close();
            time.close();
        }
    }
}
