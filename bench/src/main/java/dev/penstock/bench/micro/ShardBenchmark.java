package dev.penstock.bench.micro;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One shard through the port, with records of 200 bytes: appending alone, and appending plus reading back in batches of
 * 100. A full stream holds its publishers, so every invocation gets a new one that has room for all of its records.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ShardBenchmark {
    private static final int RECORDS = 20_000;
    private static final int BATCH = 100;
    private static final String STREAM = "bench";
    private static final Bytes DATA = Bytes.wrap(new byte[200]);

    private SystemTime time;
    private Streams streams;
    private ShardReader reader;

    @Setup(Level.Invocation)
    public void openStream() {
        time = new SystemTime();
        streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
                .streams();
        streams.start();
        streams.create(new StreamSpec(STREAM, 1, StreamSpec.DEFAULT_RETENTION));
        CompletableFuture<ShardReader> opened = new CompletableFuture<>();
        streams.subscribe(STREAM, "bench", new StartingPosition.TrimHorizon(), opened::complete);
        reader = opened.join();
    }

    @TearDown(Level.Invocation)
    public void closeStream() {
        streams.close();
        time.close();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void append() {
        for (int i = 0; i < RECORDS; i++) {
            streams.put(STREAM, "device", DATA).toCompletableFuture().join();
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int appendAndRead() {
        append();
        int read = 0;
        while (read < RECORDS) {
            List<StreamRecord> batch = reader.poll(BATCH, Long.MAX_VALUE);
            reader.checkpoint(batch.get(batch.size() - 1).sequenceNumber());
            read += batch.size();
        }
        return read;
    }
}
