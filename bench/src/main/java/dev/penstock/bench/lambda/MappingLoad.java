package dev.penstock.bench.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.penstock.bench.lambda.handler.BatchHandler;
import dev.penstock.bench.lambda.handler.CaptureHandler;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Records of 100 bytes that lie in one shard, in batches of 100: through an event source mapping to a Java function, and
 * in a plain loop over the same handler, each on one thread of user code. The loop has its event ready as the bytes of the
 * JSON document that the mapping made, turns them into a {@code KinesisEvent} with AWS's own library and calls the
 * handler: what any Lambda runtime does for an invocation, and nothing else.
 */
final class MappingLoad {
    private static final String STREAM = "batches";
    private static final String FUNCTION = "batch";
    private static final int BATCH = 100;
    private static final int RECORD_BYTES = 100;
    private static final int KEYS = 1_000;
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Workbench bench;
    private final Path code;
    private final int records;
    private final int rounds;

    MappingLoad(Workbench bench, Path code, int records, int rounds) {
        this.bench = bench;
        this.code = code;
        this.records = records;
        this.rounds = rounds;
    }

    /** Records a second, the median of the rounds behind the first, which warms up. */
    record Result(double mapped, double looped) {
        double ratio() {
            return mapped / looped;
        }
    }

    /** Mapping and loop in turns. */
    Result run() throws IOException, InterruptedException {
        fill();
        byte[] event = captured();
        bench.functions().catalog().create(Kind.java(FUNCTION, BatchHandler.class, code, Map.of()));
        double[] mapped = new double[rounds];
        double[] looped = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            looped[i] = loop(event);
            mapped[i] = map();
        }
        return new Result(median(mapped), median(looped));
    }

    private static double median(double[] rounds) {
        double[] warm = rounds.length == 1 ? rounds.clone() : Arrays.copyOfRange(rounds, 1, rounds.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }

    private void fill() {
        bench.streams().create(new StreamSpec(STREAM, 1, StreamSpec.DEFAULT_RETENTION));
        Random random = new Random(1);
        byte[] data = new byte[RECORD_BYTES];
        for (int i = 0; i < records; i++) {
            random.nextBytes(data);
            bench.streams()
                    .put(STREAM, "device-" + i % KEYS, Bytes.wrap(data.clone()))
                    .toCompletableFuture()
                    .join();
        }
    }

    /** A batch as the mapping makes it. */
    private byte[] captured() throws IOException, InterruptedException {
        Path file = Files.createTempFile("penstock-bench", ".json");
        try {
            bench.functions()
                    .catalog()
                    .create(Kind.java("capture", CaptureHandler.class, code, Map.of("EVENT_FILE", file.toString())));
            EventSourceMapping mapping = mapping("capture");
            await(mapping, BATCH);
            bench.functions().mappings().delete(mapping.id());
            bench.functions().catalog().delete("capture");
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private EventSourceMapping mapping(String function) {
        String stream = AwsIdentity.DEFAULT.arn("kinesis", "stream/" + STREAM).toString();
        return bench.functions()
                .mappings()
                .create(EventSourceMappingSpec.of(stream, function, new StartingPosition.TrimHorizon())
                        .withBatch(BATCH, Duration.ZERO));
    }

    private double map() throws InterruptedException {
        long start = System.nanoTime();
        EventSourceMapping mapping = mapping(FUNCTION);
        await(mapping, records);
        double perSecond = records * 1e9 / (System.nanoTime() - start);
        bench.functions().mappings().delete(mapping.id());
        return perSecond;
    }

    private static void await(EventSourceMapping mapping, long delivered) throws InterruptedException {
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (mapping.counters().recordsDelivered() < delivered) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("the mapping has got no further than " + mapping.counters());
            }
            Thread.sleep(1);
        }
    }

    private double loop(byte[] event) {
        PojoSerializer<KinesisEvent> serializer = LambdaEventSerializers.serializerFor(
                KinesisEvent.class, getClass().getClassLoader());
        BatchHandler handler = new BatchHandler();
        long start = System.nanoTime();
        for (int i = 0; i < records / BATCH; i++) {
            handler.handleRequest(serializer.fromJson(new ByteArrayInputStream(event)), null);
        }
        double perSecond = records * 1e9 / (System.nanoTime() - start);
        if (handler.bytes() != (long) records * RECORD_BYTES) {
            throw new IllegalStateException("the event has not %d records of %d bytes".formatted(BATCH, RECORD_BYTES));
        }
        return perSecond;
    }
}
