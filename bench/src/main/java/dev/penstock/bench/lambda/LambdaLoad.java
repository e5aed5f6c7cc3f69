package dev.penstock.bench.lambda;

import dev.penstock.bench.load.Latencies;
import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Penstock adds to a handler: latency of empty functions, their cold start, records through a mapping. */
@Command(
        name = "lambda-load",
        mixinStandardHelpOptions = true,
        description = "Latency and cold start of empty functions, and records a second through an event source mapping")
public final class LambdaLoad implements Callable<Integer> {
    private static final double MICROS_PER_MILLI = 1_000;

    @Option(
            names = "--invocations",
            description = "measured of each function in this JVM (default: ${DEFAULT-VALUE})",
            defaultValue = "50000")
    private int invocations;

    @Option(
            names = "--child-invocations",
            description = "measured of each function in a process of its own (default: ${DEFAULT-VALUE})",
            defaultValue = "5000")
    private int childInvocations;

    @Option(names = "--cold", description = "cold starts of each kind (default: ${DEFAULT-VALUE})", defaultValue = "20")
    private int cold;

    @Option(
            names = "--records",
            description = "through the mapping in each round (default: ${DEFAULT-VALUE})",
            defaultValue = "200000")
    private int records;

    @Option(names = "--rounds", description = "of mapping and loop (default: ${DEFAULT-VALUE})", defaultValue = "10")
    private int rounds;

    @Option(names = "--no-latency", description = "only the mapping")
    private boolean noLatency;

    @Option(names = "--no-mapping", description = "only latency and cold start")
    private boolean noMapping;

    private LambdaLoad() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LambdaLoad()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("penstock-bench");
        try (Workbench bench = new Workbench()) {
            Path code = CodeFolder.in(folder).path();
            if (!noLatency) {
                latencies(bench, code);
            }
            if (!noMapping) {
                mapping(bench, code);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void latencies(Workbench bench, Path code) {
        System.out.printf("| empty function | p50 us | p95 us | p99 us | cold start ms (mean of %d) |%n", cold);
        System.out.println("|---|---|---|---|---|");
        for (Kind kind : Kind.ALL) {
            int warm = kind.child() ? childInvocations : invocations;
            try {
                InvokeLatency.Result result = new InvokeLatency(bench, code, warm, cold).of(kind);
                Latencies each = result.warm();
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %,.0f | %,.0f | %,.0f | %,.0f |%n",
                        kind.title(),
                        each.millis(50) * MICROS_PER_MILLI,
                        each.millis(95) * MICROS_PER_MILLI,
                        each.millis(99) * MICROS_PER_MILLI,
                        result.cold().meanMillis());
            } catch (IllegalStateException | StartException missing) {
                System.out.printf("| %s | not measured: %s | | | |%n", kind.title(), missing.getMessage());
            }
        }
        System.out.println();
    }

    private void mapping(Workbench bench, Path code) throws IOException, InterruptedException {
        MappingLoad.Result result = new MappingLoad(bench, code, records, rounds).run();
        System.out.println("| batches of 100 records of 100 bytes, one shard | records/s | CPU us/record | |");
        System.out.println("|---|---|---|---|");
        row("loop: JSON to `KinesisEvent`, handler", result.looped(), "");
        row(
                "event source mapping, Java function",
                result.mapped(),
                String.format(Locale.ROOT, "%.2f of the loop's records", result.ratio()));
    }

    private static void row(String title, MappingLoad.Pace pace, String remark) {
        System.out.printf(
                Locale.ROOT, "| %s | %,.0f | %.1f | %s |%n", title, pace.perSecond(), pace.cpuMicros(), remark);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
