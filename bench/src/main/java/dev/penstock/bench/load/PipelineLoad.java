package dev.penstock.bench.load;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Publishes hot events over MQTT and waits for their items in DynamoDB. Every message has a topic, and so an item, of
 * its own: what is missing at the end was lost. Prints one table; exits with 1 when anything was lost.
 */
@Command(
        name = "pipeline-load",
        mixinStandardHelpOptions = true,
        description =
                "MQTT publish to DynamoDB item: throughput with zero loss, latency, and the floor of this machine")
public final class PipelineLoad implements Callable<Integer> {
    private static final long ITEM_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int TICK_MILLIS = 10;

    @Option(
            names = "--home",
            description = "folder of penstock.jar (default: ${DEFAULT-VALUE})",
            defaultValue = "launcher/target")
    private Path home;

    @Option(
            names = "--template",
            description = "pipeline with the topics sensors/+ and the table warning_events (default: ${DEFAULT-VALUE})",
            defaultValue = "examples/warning-events/template.yaml")
    private Path template;

    @Option(names = "--devices", description = "connections (default: ${DEFAULT-VALUE})", defaultValue = "20")
    private int devices;

    @Option(
            names = "--messages",
            description = "messages of the flood (default: ${DEFAULT-VALUE})",
            defaultValue = "20000")
    private int messages;

    @Option(
            names = "--probes",
            description = "messages whose latency is measured (default: ${DEFAULT-VALUE})",
            defaultValue = "300")
    private int probes;

    private PipelineLoad() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new PipelineLoad()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        progress("broker alone");
        double acks = Floor.acknowledgedPerSecond(devices, messages);
        progress("DynamoDB Local alone");
        double puts = Floor.putsPerSecond(home, messages / 2);
        progress("starting the pipeline");
        try (Distribution pipeline = Distribution.start(home, template);
                DeviceFleet fleet = new DeviceFleet(pipeline.mqttPort(), devices);
                Warnings warnings = new Warnings(pipeline.endpoint())) {
            progress("warm-up");
            flood(fleet, warnings, "warm-up", messages / 2);
            progress("flood");
            Flood flood = flood(fleet, warnings, "flood", messages);
            progress("latency, quiet");
            Latencies quiet = probe(fleet, warnings, "quiet");
            progress("latency at half throughput");
            Latencies loaded = probeUnderLoad(fleet, warnings, flood.perSecond() / 2);
            print(acks, puts, flood, quiet, loaded);
            return flood.lost() == 0 ? 0 : 1;
        }
    }

    private static Flood flood(DeviceFleet fleet, Warnings warnings, String name, int count)
            throws InterruptedException {
        long start = System.nanoTime();
        long acknowledged = fleet.flood(count, i -> "sensors/%s-%d".formatted(name, i));
        // Records of one shard are written in order, but several devices race for the last places.
        long end = IntStream.range(Math.max(0, count - 400), count)
                .mapToLong(i -> warnings.awaitItem("%s-%d".formatted(name, i), ITEM_LIMIT_NANOS))
                .max()
                .orElseThrow();
        Set<String> missing = new HashSet<>();
        IntStream.range(0, count).forEach(i -> missing.add("%s-%d".formatted(name, i)));
        missing.removeAll(warnings.devices());
        return new Flood(count, count * 1e9 / acknowledged, count * 1e9 / (end - start), missing.size());
    }

    private Latencies probe(DeviceFleet fleet, Warnings warnings, String name) {
        long[] nanos = new long[probes];
        for (int i = 0; i < probes; i++) {
            String device = "%s-%d".formatted(name, i);
            long start = System.nanoTime();
            fleet.publish(i, "sensors/" + device);
            nanos[i] = warnings.awaitItem(device, ITEM_LIMIT_NANOS) - start;
        }
        return new Latencies(nanos);
    }

    /** Probes while the devices publish at a steady rate, whether or not the pipeline keeps up. */
    private Latencies probeUnderLoad(DeviceFleet fleet, Warnings warnings, double perSecond) {
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger sent = new AtomicInteger();
        long start = System.nanoTime();
        ticks.scheduleAtFixedRate(
                () -> {
                    long due = (long) ((System.nanoTime() - start) / 1e9 * perSecond);
                    while (sent.get() < due) {
                        int turn = sent.getAndIncrement();
                        fleet.publish(turn, "sensors/steady-" + turn);
                    }
                },
                0,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
        try {
            return probe(fleet, warnings, "loaded");
        } finally {
            ticks.shutdownNow();
        }
    }

    private void print(double acks, double puts, Flood flood, Latencies quiet, Latencies loaded) {
        double floor = Math.min(acks, puts);
        String[][] rows = {
            {"devices, messages", "%d, %d".formatted(devices, flood.messages())},
            {"lost", Long.toString(flood.lost())},
            {"throughput, publish to item", perSecond(flood.perSecond())},
            {"throughput, publish to PUBACK", perSecond(flood.acknowledgedPerSecond())},
            {"latency, quiet", quiet.toString()},
            {"latency at half throughput", loaded.toString()},
            {"floor: broker alone, PUBACK", perSecond(acks)},
            {"floor: DynamoDB Local alone, PutItem", perSecond(puts)},
            {"throughput / slower floor", String.format(Locale.ROOT, "%.2f", flood.perSecond() / floor)},
        };
        for (String[] row : rows) {
            System.out.printf("%-38s %s%n", row[0], row[1]);
        }
    }

    private static void progress(String step) {
        System.err.println("... " + step);
    }

    private static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%,.0f/s", rate);
    }

    /** What a flood showed. */
    private record Flood(int messages, double acknowledgedPerSecond, double perSecond, long lost) {}
}
