package dev.penstock.bench.analytics;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/** Streams that cost nothing: the input is made of a function, the output is counted. What is measured is the engine. */
final class MemoryEnds implements Streams {
    private static final int TENTHS = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** As long as those of the service. */
    private static final SequenceNumber FIRST =
            SequenceNumber.parse("49590338271490256608559692538361571095921575989136588898");

    private final LongFunction<Bytes> input;
    private final long records;
    private final Runnable everyTenth;
    private long nextTenth;
    private volatile long processorNanos;
    private final CountDownLatch read = new CountDownLatch(1);
    private final LongAdder outRecords = new LongAdder();
    private final LongAdder outBytes = new LongAdder();
    private final CompletionStage<PutResult> accepted =
            CompletableFuture.completedFuture(new PutResult("shardId-000000000000", SequenceNumber.ofWords(0, 0, 1)));

    /**
     * @param input the record at each position, from 0
     * @param everyTenth is run each time another tenth of the records has passed the pumps, on their thread
     */
    MemoryEnds(LongFunction<Bytes> input, long records, Runnable everyTenth) {
        this.input = input;
        this.records = records;
        this.everyTenth = everyTenth;
        this.nextTenth = Math.max(1, records / TENTHS);
    }

    /** Returns when every record has passed the pumps. */
    void awaitRead() throws InterruptedException {
        read.await();
    }

    /** What the application's thread took of a processor, however busy the machine was; after {@link #awaitRead}. */
    long processorNanos() {
        return processorNanos;
    }

    long outRecords() {
        return outRecords.sum();
    }

    long outBytes() {
        return outBytes.sum();
    }

    @Override
    public CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data) {
        outRecords.increment();
        outBytes.add(data.length());
        return accepted;
    }

    @Override
    public StreamSubscription subscribe(String stream, String consumer, StartingPosition from, ShardListener listener) {
        listener.opened(new Reader());
        return () -> {};
    }

    @Override
    public StreamSummary describe(String stream) {
        return new StreamSummary(
                stream, "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream, 1, Duration.ofDays(1), 0, 0);
    }

    @Override
    public void create(StreamSpec spec) {
        throw new UnsupportedOperationException("the streams are there");
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public void start() {}

    @Override
    public void close() {}

    private final class Reader implements ShardReader {
        private static final Instant ARRIVAL = Instant.EPOCH;
        private long next;

        @Override
        public String shardId() {
            return "shardId-000000000000";
        }

        @Override
        public List<StreamRecord> poll(int maxRecords, long maxBytes) {
            if (next == 0) {
                processorNanos -= THREADS.getCurrentThreadCpuTime();
            }
            if (next >= nextTenth) {
                nextTenth += Math.max(1, records / TENTHS);
                everyTenth.run();
            }
            int count = (int) Math.min(maxRecords, records - next);
            if (count == 0 && read.getCount() > 0) {
                processorNanos += THREADS.getCurrentThreadCpuTime();
                read.countDown(); // the batches before are through: the same thread reads and computes
            }
            if (count == 0) {
                return List.of();
            }
            List<StreamRecord> batch = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                batch.add(StreamRecord.of(
                        SequenceNumber.ofWords(FIRST.high(), FIRST.middle(), FIRST.low() + next),
                        "key",
                        input.apply(next),
                        ARRIVAL));
                next++;
            }
            return batch;
        }

        @Override
        public boolean atEnd() {
            return false;
        }

        @Override
        public void onAvailable(Runnable signal) {
            signal.run();
        }

        @Override
        public void checkpoint(SequenceNumber last) {}

        @Override
        public void finish() {}

        @Override
        public long millisBehindLatest() {
            return 0;
        }
    }
}
