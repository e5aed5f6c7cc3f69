package dev.penstock.bench.kinesis;

import dev.penstock.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Kinesis endpoint in a process of its own. */
record Peer(String name, ServerProcess process, int port) implements AutoCloseable {
    private static final int KIB = 1024;

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
        return process.cpuNanos();
    }

    /** Resident memory in MiB (Linux). */
    long residentMib() {
        return process.residentKib() / KIB;
    }

    @Override
    public void close() {
        process.close();
    }
}
