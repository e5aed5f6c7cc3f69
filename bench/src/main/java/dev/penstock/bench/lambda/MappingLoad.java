package dev.penstock.bench.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.sun.management.OperatingSystemMXBean;
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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

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

    /** Medians of the rounds behind the first, which warms up. */
    record Result(Pace mapped, Pace looped) {
        double ratio() {
            return mapped.perSecond() / looped.perSecond();
        }
    }

    /**
     * @param perSecond records
     * @param cpuMicros processor time of the whole JVM for each record: tells what is due to other work on the machine
     */
    record Pace(double perSecond, double cpuMicros) {

        private static Pace median(List<Pace> rounds) {
            List<Pace> warm = rounds.size() == 1 ? rounds : rounds.subList(1, rounds.size());
            return new Pace(median(warm, Pace::perSecond), median(warm, Pace::cpuMicros));
        }

        private static double median(List<Pace> rounds, ToDoubleFunction<Pace> value) {
            return rounds.stream().mapToDouble(value).sorted().toArray()[rounds.size() / 2];
        }
    }

    /** Mapping and loop in turns. */
    Result run() throws IOException, InterruptedException {
        fill();
        byte[] event = captured();
        bench.functions().catalog().create(Kind.java(FUNCTION, BatchHandler.class, code, Map.of()));
        List<Pace> mapped = new ArrayList<>();
        List<Pace> looped = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            looped.add(pace(() -> loop(event)));
            mapped.add(pace(this::map));
        }
        return new Result(Pace.median(mapped), Pace.median(looped));
    }

    private interface Round {
        void run() throws InterruptedException;
    }

    private Pace pace(Round round) throws InterruptedException {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        round.run();
        long took = System.nanoTime() - start;
        return new Pace(records * 1e9 / took, (cpuNanos() - cpu) / 1e3 / records);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
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

    private void map() throws InterruptedException {
        EventSourceMapping mapping = mapping(FUNCTION);
        await(mapping, records);
        bench.functions().mappings().delete(mapping.id());
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

    private void loop(byte[] event) {
        PojoSerializer<KinesisEvent> serializer = LambdaEventSerializers.serializerFor(
                KinesisEvent.class, getClass().getClassLoader());
        BatchHandler handler = new BatchHandler();
        for (int i = 0; i < records / BATCH; i++) {
            handler.handleRequest(serializer.fromJson(new ByteArrayInputStream(event)), null);
        }
        if (handler.bytes() != (long) records * RECORD_BYTES) {
            throw new IllegalStateException("the event has not %d records of %d bytes".formatted(BATCH, RECORD_BYTES));
        }
    }
}
