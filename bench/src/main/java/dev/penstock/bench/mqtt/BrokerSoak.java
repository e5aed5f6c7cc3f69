package dev.penstock.bench.mqtt;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Thousands of devices connected at once for minutes, in clear text and with certificates, each publishing with QoS 1
 * now and then. Prints what the broker's process takes; exits with 1 when a message or a connection was lost.
 */
@Command(
        name = "broker-soak",
        mixinStandardHelpOptions = true,
        description = "memory, lost connections and lost messages of thousands of devices over minutes")
public final class BrokerSoak implements Callable<Integer> {
    private static final double MIB = 1024 * 1024;

    @Option(
            names = "--home",
            description = "folder of penstock.jar (default: ${DEFAULT-VALUE})",
            defaultValue = "launcher/target")
    private Path home;

    @Option(
            names = "--template",
            description = "the pipeline with its rule (default: ${DEFAULT-VALUE})",
            defaultValue = "bench/peers/mqtt-soak.yaml")
    private Path template;

    @Option(names = "--plain", description = "devices without TLS (default: ${DEFAULT-VALUE})", defaultValue = "10000")
    private int plain;

    @Option(
            names = "--tls",
            description = "devices with a certificate (default: ${DEFAULT-VALUE})",
            defaultValue = "2000")
    private int tls;

    @Option(
            names = "--every",
            description = "seconds between publishes of a device (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int every;

    @Option(names = "--minutes", description = "default: ${DEFAULT-VALUE}", defaultValue = "10")
    private int minutes;

    @Option(
            names = "--jvm",
            split = " ",
            description = "options of Penstock's JVM (default: ${DEFAULT-VALUE})",
            defaultValue = "-Xmx1g")
    private List<String> jvm = List.of();

    private BrokerSoak() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BrokerSoak()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (BrokerPeer peer = BrokerPeer.penstock(home, template, jvm);
                Devices devices = new Devices();
                JvmMemory memory = JvmMemory.of(peer.process().pid())) {
            long start = System.nanoTime();
            List<SslContext> certificates = new DeviceCertificates(peer.httpPort()).make(tls);
            System.out.printf(Locale.ROOT, "%d certificates registered in %.1f s%n", tls, seconds(start));
            JvmMemory.Sample empty = memory.sample();
            Herd herd = new Herd(devices, peer, plain, certificates);
            start = System.nanoTime();
            herd.gather();
            System.out.printf(Locale.ROOT, "%d devices connected in %.1f s%n", herd.size(), seconds(start));
            JvmMemory.Sample idle = memory.sample();
            System.out.printf(
                    Locale.ROOT,
                    "%.1f KiB of heap and direct buffers for each%n",
                    (idle.total() - empty.total()) / 1024.0 / herd.size());
            herd.begin(every);
            System.out.println(
                    "| minute | published | acknowledged | delivered | lost connections | heap MiB | direct MiB"
                            + " | resident MiB | CPU % |");
            System.out.println("|---|---|---|---|---|---|---|---|---|");
            for (int minute = 1; minute <= minutes; minute++) {
                long cpu = peer.process().cpuNanos();
                long began = System.nanoTime();
                TimeUnit.MINUTES.sleep(1);
                double share = 100.0 * (peer.process().cpuNanos() - cpu) / (System.nanoTime() - began);
                print(minute, herd, memory.sample(), peer.process().residentKib() / 1024, share);
            }
            herd.end();
            return verdict(herd);
        }
    }

    private static void print(int minute, Herd herd, JvmMemory.Sample sample, long residentMib, double cpu) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %,d | %,d | %,d | %d | %.1f | %.1f | %d | %.0f |%n",
                minute,
                herd.published,
                herd.acknowledged,
                herd.delivered,
                herd.disconnects,
                sample.heap() / MIB,
                sample.direct() / MIB,
                residentMib,
                cpu);
    }

    private static int verdict(Herd herd) {
        long unacknowledged = herd.published - herd.acknowledged;
        long missing = herd.published - herd.delivered;
        System.out.printf(
                Locale.ROOT,
                "%,d published, %d not acknowledged, %d not delivered, %d doubled, %d out of order, %d connections lost%n",
                herd.published,
                unacknowledged,
                missing,
                herd.doubled,
                herd.skipped,
                herd.disconnects);
        if (herd.disconnects > 0) {
            System.out.println("the last one: " + herd.lastTrouble);
        }
        return unacknowledged == 0 && missing == 0 && herd.disconnects == 0 ? 0 : 1;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
