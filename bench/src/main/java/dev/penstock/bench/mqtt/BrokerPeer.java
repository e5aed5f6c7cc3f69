package dev.penstock.bench.mqtt;

import dev.penstock.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker in a process of its own.
 *
 * @param httpPort of AWS's APIs; 0 when it has none
 * @param tlsPort 0 when it has none
 */
record BrokerPeer(String name, ServerProcess process, int port, int tlsPort, int httpPort) implements AutoCloseable {
    static final String PENSTOCK = "Penstock";
    static final String MOSQUITTO = "mosquitto";

    private static final long GIB = 1L << 30;

    /** The distribution, as a user starts it, with one rule that takes every message of the load into a stream. */
    static BrokerPeer penstock(Path home, Path template, List<String> jvmOptions) throws IOException {
        int port = ServerProcess.freePort();
        int tlsPort = ServerProcess.freePort();
        int httpPort = ServerProcess.freePort();
        Path config = Files.createTempFile("penstock-bench", ".yaml");
        try {
            Files.writeString(
                    config,
                    "stream: {maxBytesPerStream: %d, maxBytes: %d}%nbroker: {tlsPort: %d}%n"
                            .formatted(2 * GIB, 3 * GIB, tlsPort));
            List<String> arguments = List.of(
                    template.toString(),
                    "--config",
                    config.toString(),
                    "--port",
                    Integer.toString(httpPort),
                    "--mqtt-port",
                    Integer.toString(port));
            ServerProcess process = ServerProcess.penstock(jvmOptions, home, arguments);
            return new BrokerPeer(PENSTOCK, process, port, tlsPort, httpPort);
        } finally {
            Files.delete(config);
        }
    }

    /** mosquitto as it comes: one listener, everybody may do everything, nothing on disk. */
    static BrokerPeer mosquitto(Path binary) throws IOException {
        int port = ServerProcess.freePort();
        Path config = Files.createTempFile("mosquitto-bench", ".conf");
        Files.writeString(config, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                connection_messages false
                log_dest stderr
                log_type information
                log_type error
                """.formatted(port));
        try {
            List<String> command = List.of(binary.toString(), "-c", config.toString());
            return new BrokerPeer(MOSQUITTO, ServerProcess.start(command, "running"), port, 0, 0);
        } finally {
            Files.delete(config);
        }
    }

    boolean isPenstock() {
        return name.equals(PENSTOCK);
    }

    @Override
    public void close() {
        process.close();
    }
}
