package dev.penstock.bench.kinesis;

import dev.penstock.bench.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Kinesis endpoint in a process of its own. */
record Peer(String name, ServerProcess process, int port) implements AutoCloseable {
    private static final int NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** The distribution, as a user starts it. */
    static Peer penstock(Path home, Path template, Path config, List<String> jvmOptions) throws IOException {
        int port = ServerProcess.freePort();
        List<String> arguments = List.of(
                template.toString(),
                "--config",
                config.toString(),
                "--port",
                Integer.toString(port),
                "--mqtt-port",
                "0");
        return new Peer("Penstock", ServerProcess.penstock(jvmOptions, home, arguments), port);
    }

    /** kinesalite with states that change at once, so that no test waits for it. */
    static Peer kinesalite(Path peers) throws IOException {
        Path script = peers.resolve("node_modules/kinesalite/cli.js");
        if (!Files.exists(script)) {
            throw new IOException(script + " is not there; run: npm install --prefix " + peers);
        }
        int port = ServerProcess.freePort();
        List<String> command = List.of(
                "node",
                script.toString(),
                "--port",
                Integer.toString(port),
                "--createStreamMs",
                "0",
                "--shardLimit",
                "100");
        return new Peer("kinesalite", ServerProcess.start(command, "Listening"), port);
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
        process.close();
    }
}
