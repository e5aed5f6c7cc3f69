package dev.penstock.bench.analytics;

import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsFactory;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StartingPosition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rows a second of three queries beside a loop written by hand and Flink, and what open groups take of the heap. */
@Command(
        name = "analytics-load",
        mixinStandardHelpOptions = true,
        description =
                "Rows a second of streaming SQL, from JSON bytes to JSON bytes, beside a loop written by hand and Flink")
public final class AnalyticsLoad implements Callable<Integer> {
    private static final double NANOS = 1e9;
    private static final double MEGABYTE = 1 << 20;
    private static final Runnable NOTHING = () -> {};

    @Option(
            names = "--query",
            split = ",",
            description = "of FILTER, TUMBLING, SLIDING (default: ${DEFAULT-VALUE})",
            defaultValue = "FILTER,TUMBLING,SLIDING")
    private List<Query> queries = List.of();

    @Option(names = "--records", description = "in each round (default: ${DEFAULT-VALUE})", defaultValue = "1000000")
    private long records;

    @Option(names = "--rounds", description = "the best one counts (default: ${DEFAULT-VALUE})", defaultValue = "5")
    private int rounds;

    @Option(
            names = "--keys",
            description = "open at once; 0 leaves it out (default: ${DEFAULT-VALUE})",
            defaultValue = "1000000")
    private int keys;

    @Option(
            names = "--soak",
            description = "rows of one run whose heap is looked at; 0 leaves it out (default: ${DEFAULT-VALUE})",
            defaultValue = "10000000")
    private long soak;

    @Option(
            names = "--flink-prover",
            description = "the jar that brings Flink (default: ${DEFAULT-VALUE})",
            defaultValue = "analytics/flink-prover/target/flink-prover.jar")
    private Path prover = Path.of("");

    private final LongFunction<Bytes> input = new Samples()::at;

    private AnalyticsLoad() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new AnalyticsLoad()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<Query, Double> flink = flink();
        System.out.println("| query | rows/s | loop rows/s | of the loop | by processor time | Flink rows/s | of Flink"
                + " | heap after a round MB |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Query query : queries) {
            compare(query, flink.getOrDefault(query, Double.NaN));
        }
        if (soak > 0) {
            for (Query query : queries) {
                soak(query);
            }
        }
        if (keys > 0) {
            System.out.printf(Locale.ROOT, "%n%,d open keys: %,d bytes each%n", keys, bytesPerKey());
        }
        return 0;
    }

    /** Nothing without the prover, which brings Flink. */
    private Map<Query, Double> flink() throws IOException, InterruptedException {
        if (!Files.isReadable(prover)) {
            System.err.printf("Flink is left out: there is no %s (build it: -pl analytics/flink-prover -am)%n", prover);
            return Map.of();
        }
        return new FlinkPeer(prover).measure(queries, records, rounds);
    }

    /** Both sides take turns, so that what else the machine does hits both. */
    private void compare(Query query, double flink) throws IOException, InterruptedException {
        double engine = 0;
        double loop = 0;
        double engineAlone = 0;
        double loopAlone = 0;
        long heap = 0;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < rounds; i++) {
            long before = threads.getCurrentThreadCpuTime();
            loop = Math.max(loop, loop(query));
            loopAlone = Math.max(loopAlone, records * NANOS / (threads.getCurrentThreadCpuTime() - before));
            try (Run run = new Run(query, input, records, NOTHING)) {
                engine = Math.max(engine, records * NANOS / run.await());
                engineAlone = Math.max(engineAlone, records * NANOS / run.ends.processorNanos());
                heap = usedHeap();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.2f | %.2f | %,.0f | %.1f | %,d |%n",
                query.name().toLowerCase(Locale.ROOT),
                engine,
                loop,
                engine / loop,
                engineAlone / loopAlone,
                flink,
                engine / flink,
                heap >> 20);
    }

    private double loop(Query query) throws IOException {
        HandLoop loop = new HandLoop();
        long start = System.nanoTime();
        loop.run(query, input, records);
        long nanos = System.nanoTime() - start;
        if (query != Query.TUMBLING && loop.outRecords() == 0) {
            throw new IllegalStateException("the loop wrote nothing");
        }
        return records * NANOS / nanos;
    }

    /** The heap after a collection, at each tenth of a long run: it must not grow. */
    private void soak(Query query) throws InterruptedException {
        List<String> heaps = new CopyOnWriteArrayList<>();
        try (Run run = new Run(query, input, soak, () -> heaps.add("%.1f".formatted(usedHeap() / MEGABYTE)))) {
            run.await();
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s, %,d rows, MB of heap after each tenth: %s%n",
                query.name().toLowerCase(Locale.ROOT),
                soak,
                String.join(" ", heaps));
    }

    private long bytesPerKey() throws InterruptedException {
        LongFunction<Bytes> all = i -> Samples.record("d" + i, 20);
        long before = usedHeap();
        try (Run run = new Run(Query.MANY_KEYS, all, keys, NOTHING)) {
            run.await();
            ApplicationStatus status = run.status();
            if (status.openGroups() != keys) {
                throw new IllegalStateException("%d groups are open, not %d".formatted(status.openGroups(), keys));
            }
            return (usedHeap() - before) / keys;
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** One application over its own ends. */
    private static final class Run implements AutoCloseable {
        private final SystemTime time = new SystemTime();
        private final MemoryEnds ends;
        private final Analytics analytics;

        Run(Query query, LongFunction<Bytes> input, long records, Runnable everyTenth) {
            ends = new MemoryEnds(input, records, everyTenth);
            analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, time, ends);
            ApplicationSpec.Input source = new ApplicationSpec.Input(
                    "SOURCE_SQL_STREAM", "in", new StartingPosition.TrimHorizon(), "$", Samples.columns());
            analytics.create(new ApplicationSpec(
                    "app", query.code(), source, List.of(new ApplicationSpec.Output("O", "out", "JSON"))));
        }

        /** @return nanoseconds from the first record to the last */
        long await() throws InterruptedException {
            long start = System.nanoTime();
            analytics.startApplication("app");
            ends.awaitRead();
            long nanos = System.nanoTime() - start;
            if (status().errorRows() > 0) {
                throw new IllegalStateException("%d rows failed".formatted(status().errorRows()));
            }
            return nanos;
        }

        ApplicationStatus status() {
            return analytics.status("app");
        }

        @Override
        public void close() {
            analytics.close();
            time.close();
        }
    }
}
