package dev.penstock.bench.kinesis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Kinesis endpoint in a process of its own. */
final class Peer implements AutoCloseable {
    private static final int NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final String name;
    private final Process process;
    private final int port;

    private Peer(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /** The distribution, as a user starts it. */
    static Peer penstock(Path home, Path template, Path config, List<String> jvmOptions) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", home.resolve("penstock.jar").toString(), "up", template.toString()));
        command.addAll(List.of("--config", config.toString(), "--port", Integer.toString(port), "--mqtt-port", "0"));
        return start("Penstock", command, port, "Ready.");
    }

    /** kinesalite with states that change at once, so that no test waits for it. */
    static Peer kinesalite(Path peers) throws IOException {
        Path script = peers.resolve("node_modules/kinesalite/cli.js");
        if (!Files.exists(script)) {
            throw new IOException(script + " is not there; run: npm install --prefix " + peers);
        }
        int port = freePort();
        return start(
                "kinesalite",
                List.of(
                        "node",
                        script.toString(),
                        "--port",
                        Integer.toString(port),
                        "--createStreamMs",
                        "0",
                        "--shardLimit",
                        "100"),
                port,
                "Listening");
    }

    private static Peer start(String name, List<String> command, int port, String ready) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains(ready)) {
                drain(output);
                return new Peer(name, process, port);
            }
        }
        throw new IOException("%s ended before it was ready:%n%s".formatted(name, said));
    }

    /** A full pipe would stop the process. */
    private static void drain(BufferedReader output) {
        Thread drain = new Thread(() -> readToEnd(output), "drain");
        drain.setDaemon(true);
        drain.start();
    }

    private static void readToEnd(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // what it says while it runs is of no interest here
            }
        } catch (IOException ended) {
            // the pipe closes with the process
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** Processor time taken so far, of all its threads, in nanoseconds (Linux). */
    long cpuNanos() {
        try {
            String stat = Files.readString(proc("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * NANOS_PER_TICK;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Resident memory in MiB (Linux). */
    long residentMib() {
        try {
            return Files.readAllLines(proc("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
