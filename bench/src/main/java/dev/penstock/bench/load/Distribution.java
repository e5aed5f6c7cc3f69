package dev.penstock.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A pipeline in a JVM of its own, started from the launcher's distribution as a user starts it. */
final class Distribution implements AutoCloseable {
    private final Process process;
    private final int port;
    private final int mqttPort;

    private Distribution(Process process, int port, int mqttPort) {
        this.process = process;
        this.port = port;
        this.mqttPort = mqttPort;
    }

    /** Returns when the launcher says that it is ready. */
    static Distribution start(Path home, Path template) throws IOException {
        int port = freePort();
        int mqttPort = freePort();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        home.resolve("penstock.jar").toString(),
                        "up",
                        template.toString(),
                        "--port",
                        Integer.toString(port),
                        "--mqtt-port",
                        Integer.toString(mqttPort))
                .redirectErrorStream(true)
                .start();
        Distribution started = new Distribution(process, port, mqttPort);
        started.awaitReady();
        return started;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    int mqttPort() {
        return mqttPort;
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

    private void awaitReady() throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.endsWith("Ready.")) {
                drain(output);
                return;
            }
        }
        throw new IOException("the launcher ended before it was ready:\n" + said);
    }

    /** A full pipe would stop the launcher. */
    private static void drain(BufferedReader output) {
        Thread drain = new Thread(() -> readToEnd(output), "drain-launcher");
        drain.setDaemon(true);
        drain.start();
    }

    private static void readToEnd(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // what the launcher says while it runs is of no interest here
            }
        } catch (IOException ended) {
            // the pipe closes with the launcher
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
