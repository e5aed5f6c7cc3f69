package dev.penstock.bench.mqtt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Thousands of clients with persistent sessions lose their connections at once, get messages while they are away, and
 * come back all together. Prints how long that takes; exits with 1 when a message was lost.
 */
@Command(
        name = "reconnect-storm",
        mixinStandardHelpOptions = true,
        description = "clients that are dropped at once and come back at once to what was kept for them")
public final class ReconnectStorm implements Callable<Integer>, DeviceEvents {
    private static final int AT_ONCE = 100;
    private static final int WINDOW = 50;
    private static final int LIMIT_MINUTES = 3;
    private static final int KEEP_ALIVE_SECONDS = 1_200;
    private static final String PUBLISHER = "storm-publisher";

    @Option(
            names = "--home",
            description = "folder of penstock.jar (default: ${DEFAULT-VALUE})",
            defaultValue = "launcher/target")
    private Path home;

    @Option(
            names = "--template",
            description = "a pipeline (default: ${DEFAULT-VALUE})",
            defaultValue = "bench/peers/mqtt-soak.yaml")
    private Path template;

    @Option(names = "--clients", description = "default: ${DEFAULT-VALUE}", defaultValue = "5000")
    private int clients;

    @Option(
            names = "--queued",
            description = "messages for each while it is away (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int queued;

    @Option(names = "--rounds", description = "default: ${DEFAULT-VALUE}", defaultValue = "5")
    private int rounds;

    @Option(
            names = "--jvm",
            split = " ",
            description = "options of Penstock's JVM (default: ${DEFAULT-VALUE})",
            defaultValue = "-Xmx1g")
    private List<String> jvm = List.of();

    private final Devices devices = new Devices();
    private final List<Device> members = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private CompletableFuture<Void> step = new CompletableFuture<>();
    private int port;
    private int waiting;
    private int toPublish;
    private int sent;
    private int present;
    private int arrived;
    private int distinct;
    private boolean[] seen = new boolean[0];
    private long allConnected;

    private ReconnectStorm() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ReconnectStorm()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        boolean lossless = true;
        try (BrokerPeer peer = BrokerPeer.penstock(home, template, jvm)) {
            port = peer.port();
            run("subscribed", () -> {
                waiting = clients;
                for (int i = 0; i < clients; i++) {
                    messages.add(new Message("storm/" + i));
                }
                for (int i = 0; i < Math.min(AT_ONCE, clients); i++) {
                    join();
                }
            });
            System.out.println(
                    "| round | back | with their session | all connected s | all messages s | messages | lost | doubled |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            for (int round = 1; round <= rounds; round++) {
                lossless &= round(round);
            }
        } finally {
            devices.close();
        }
        return lossless ? 0 : 1;
    }

    /** One step that begins on the loop and ends when what it waits for has come. */
    private double run(String what, Runnable begin) throws Exception {
        CompletableFuture<Void> coming = new CompletableFuture<>();
        long start = System.nanoTime();
        devices.loop().execute(() -> {
            step = coming;
            begin.run();
        });
        coming.get(LIMIT_MINUTES, TimeUnit.MINUTES);
        double took = (System.nanoTime() - start) / 1e9;
        System.err.printf(Locale.ROOT, "... %s: %.1f s%n", what, took);
        return took;
    }

    private void join() {
        Device member = new Device("storm-" + members.size(), false, KEEP_ALIVE_SECONDS, this);
        members.add(member);
        devices.connect(member, port, null);
    }

    private boolean round(int round) throws Exception {
        int count = clients * queued;
        devices.call(() -> {
            members.forEach(Device::drop);
            members.clear();
            return true;
        });
        run("published to who is away", () -> {
            toPublish = count;
            sent = 0;
            waiting = count;
            devices.connect(new Device(PUBLISHER, true, KEEP_ALIVE_SECONDS, this), port, null);
        });
        long start = System.nanoTime();
        double took = run("all messages are there", () -> {
            present = 0;
            arrived = 0;
            distinct = 0;
            seen = new boolean[count];
            waiting = clients + count;
            for (int i = 0; i < clients; i++) {
                join();
            }
        });
        System.out.printf(
                Locale.ROOT,
                "| %d | %,d | %,d | %.2f | %.2f | %,d | %d | %d |%n",
                round,
                members.size(),
                present,
                (allConnected - start) / 1e9,
                took,
                count,
                count - distinct,
                arrived - distinct);
        return distinct == count && present == clients;
    }

    @Override
    public void connected(Device device, boolean sessionPresent) {
        if (device.clientId().equals(PUBLISHER)) {
            for (int i = 0; i < WINDOW; i++) {
                publish(device);
            }
            device.flush();
        } else if (seen.length == 0) {
            device.subscribe(device.clientId().replace('-', '/'));
        } else {
            present += sessionPresent ? 1 : 0;
            allConnected = System.nanoTime();
            countDown();
        }
    }

    @Override
    public void subscribed(Device device) {
        if (members.size() < clients) {
            join();
        }
        countDown();
    }

    private void publish(Device publisher) {
        if (sent < toPublish) {
            publisher.publish(messages.get(sent % clients), sent);
            sent++;
        }
    }

    @Override
    public void acknowledged(Device device) {
        publish(device);
        countDown();
        if (waiting == 0) {
            device.drop();
        }
    }

    @Override
    public void received(Device device, long number) {
        arrived++;
        if (!seen[(int) number]) {
            seen[(int) number] = true;
            distinct++;
            countDown();
        }
    }

    private void countDown() {
        if (--waiting == 0) {
            step.complete(null);
        }
    }

    @Override
    public void lost(Device device, String why) {
        step.completeExceptionally(new IllegalStateException("%s was cut off: %s".formatted(device.clientId(), why)));
    }
}
