package dev.penstock.bench.mqtt;

import dev.penstock.bench.load.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Penstock and mosquitto in turns under the same load: acknowledged publishes, the time from publish to subscriber,
 * connections, and what an idle one takes. Prints one table.
 */
@Command(
        name = "broker-load",
        mixinStandardHelpOptions = true,
        description = "QoS 1 publishes a second, latency, connections and their memory, beside mosquitto")
public final class BrokerLoad implements Callable<Integer> {
    private static final int AT_ONCE = 50;
    private static final int SETTLE_SECONDS = 2;
    private static final int WARM_UP_RATE = 4_000;
    private static final int WARM_UP_SECONDS = 10;
    private static final int KIB = 1024;

    @Option(
            names = "--home",
            description = "folder of penstock.jar (default: ${DEFAULT-VALUE})",
            defaultValue = "launcher/target")
    private Path home;

    @Option(
            names = "--template",
            description = "the pipeline with its rule (default: ${DEFAULT-VALUE})",
            defaultValue = "bench/peers/mqtt.yaml")
    private Path template;

    @Option(
            names = "--mosquitto",
            description = "left out when it is not there (default: ${DEFAULT-VALUE})",
            defaultValue = "/usr/sbin/mosquitto")
    private Path mosquitto;

    @Option(names = "--clients", description = "that flood (default: ${DEFAULT-VALUE})", defaultValue = "20")
    private int clients;

    @Option(
            names = "--window",
            description = "messages of a client on their way (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int window;

    @Option(names = "--rounds", description = "of the flood (default: ${DEFAULT-VALUE})", defaultValue = "5")
    private int rounds;

    @Option(names = "--seconds", description = "of a round (default: ${DEFAULT-VALUE})", defaultValue = "5")
    private int seconds;

    @Option(
            names = "--warm-up",
            description = "seconds of flood before anything is measured (default: ${DEFAULT-VALUE})",
            defaultValue = "40")
    private int warmUp;

    @Option(
            names = "--rate",
            description = "messages a second for latency (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int rate;

    @Option(
            names = "--latency-seconds",
            description = "that latency is measured for (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int latencySeconds;

    @Option(names = "--idle", description = "idle connections (default: ${DEFAULT-VALUE})", defaultValue = "5000")
    private int idle;

    @Option(
            names = "--jvm",
            split = " ",
            description = "options of Penstock's JVM (default: ${DEFAULT-VALUE})",
            defaultValue = "-Xmx4g")
    private List<String> jvm = List.of();

    private BrokerLoad() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BrokerLoad()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<BrokerPeer> peers = new ArrayList<>();
        try (Devices devices = new Devices()) {
            progress("starting the brokers");
            peers.add(BrokerPeer.penstock(home, template, jvm));
            if (Files.isExecutable(mosquitto)) {
                peers.add(BrokerPeer.mosquitto(mosquitto));
            } else {
                progress("mosquitto is not measured: %s is not there (Debian: apt-get install mosquitto)"
                        .formatted(mosquitto));
            }
            List<Figures> figures = new ArrayList<>();
            peers.forEach(peer -> figures.add(new Figures(peer)));
            for (Figures of : figures) {
                progress("warming up " + of.peer.name());
                warmUp(devices, of);
            }
            measure(devices, figures);
            print(figures);
        } finally {
            peers.forEach(BrokerPeer::close);
        }
        return 0;
    }

    /** Nothing of mosquitto has to be compiled first; of Penstock the way to a subscriber has to, too. */
    private void warmUp(Devices devices, Figures of) throws Exception {
        if (of.peer.isPenstock()) {
            flood(devices, of, warmUp);
            SteadyLoad.run(devices, of.peer.port(), WARM_UP_RATE, 0, WARM_UP_SECONDS);
        } else {
            flood(devices, of, SETTLE_SECONDS);
        }
    }

    private void measure(Devices devices, List<Figures> figures) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (Figures of : figures) {
                progress("flood of " + of.peer.name());
                long cpu = of.peer.process().cpuNanos();
                double rate = flood(devices, of, seconds);
                of.floods.add(rate);
                of.cpuMicros.add((of.peer.process().cpuNanos() - cpu) / 1e3 / (rate * seconds));
            }
        }
        for (Figures of : figures) {
            progress("latency of " + of.peer.name());
            of.latency = SteadyLoad.run(devices, of.peer.port(), rate, SETTLE_SECONDS, latencySeconds);
        }
        for (Figures of : figures) {
            progress("connections of " + of.peer.name());
            crowd(devices, of);
        }
    }

    private double flood(Devices devices, Figures of, int length) throws Exception {
        return Flood.run(devices, of.peer.port(), clients, window, length);
    }

    private void crowd(Devices devices, Figures of) throws Exception {
        if (of.peer.isPenstock()) {
            // The first crowd warms up and lets go: what stays of it is not a connection's.
            Crowd.gather(devices, of.peer.port(), idle, AT_ONCE).disperse();
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        }
        long residentBefore = of.peer.process().residentKib();
        JvmMemory.Sample before = sample(of.peer);
        long start = System.nanoTime();
        Crowd crowd = Crowd.gather(devices, of.peer.port(), idle, AT_ONCE);
        of.connects = idle * 1e9 / (System.nanoTime() - start);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        JvmMemory.Sample after = sample(of.peer);
        of.idle = of.peer.isPenstock()
                ? "%.2f heap, %.2f direct"
                        .formatted(
                                (double) (after.heap() - before.heap()) / idle / KIB,
                                (double) (after.direct() - before.direct()) / idle / KIB)
                : "%.2f resident".formatted((double) (of.peer.process().residentKib() - residentBefore) / idle);
        crowd.disperse();
    }

    private static JvmMemory.Sample sample(BrokerPeer peer) throws IOException {
        if (!peer.isPenstock()) {
            return new JvmMemory.Sample(0, 0);
        }
        try (JvmMemory memory = JvmMemory.of(peer.process().pid())) {
            return memory.sample();
        }
    }

    private void print(List<Figures> figures) {
        System.out.println(
                "| | QoS 1 acks/s | of each round | CPU us/publish | p50 ms | p95 ms | p99 ms | connections/s |"
                        + " KiB/idle connection |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        figures.forEach(of -> System.out.println(of.row()));
        if (figures.size() == 2) {
            System.out.printf(
                    Locale.ROOT,
                    "%nacks/s: %.2f of mosquitto's (median of %d rounds in turns); %d clients, %d on their way each%n",
                    Figures.median(figures.get(0).floods) / Figures.median(figures.get(1).floods),
                    rounds,
                    clients,
                    window);
        }
    }

    private static void progress(String step) {
        System.err.println("... " + step);
    }

    /** What one broker showed. */
    private static final class Figures {
        private final BrokerPeer peer;
        private final List<Double> floods = new ArrayList<>();
        private final List<Double> cpuMicros = new ArrayList<>();
        private Latencies latency = new Latencies(new long[1]);
        private double connects;
        private String idle = "";

        Figures(BrokerPeer peer) {
            this.peer = peer;
        }

        static double median(List<Double> all) {
            double[] sorted = all.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        String row() {
            String each = String.join(
                    " ", floods.stream().map(one -> "%,.0f".formatted(one)).toList());
            return String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %s | %.1f | %.2f | %.2f | %.2f | %,.0f | %s |",
                    peer.name(),
                    median(floods),
                    each,
                    median(cpuMicros),
                    latency.millis(50),
                    latency.millis(95),
                    latency.millis(99),
                    connects,
                    idle);
        }
    }
}
