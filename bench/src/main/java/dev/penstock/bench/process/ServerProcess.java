package dev.penstock.bench.process;

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

/** A server in a process of its own, from when it says that it is ready until it is closed. */
public final class ServerProcess implements AutoCloseable {
    private static final int END_SECONDS = 20;
    private static final int MAX_WARNINGS = 20;
    private static final int NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /**
     * Returns when the server is ready.
     *
     * @param ready a text in the line that says so
     * @throws IOException when it ends before, with what it said
     */
    public static ServerProcess start(List<String> command, String ready) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains(ready)) {
                drain(output);
                return new ServerProcess(process);
            }
        }
        throw new IOException("%s ended before it was ready:%n%s".formatted(command, said));
    }

    /**
     * The distribution's {@code up}, with this JVM's java.
     *
     * @param jvmOptions for example {@code -Xmx4g}
     * @param home folder of penstock.jar
     * @param arguments of {@code up}
     */
    public static ServerProcess penstock(List<String> jvmOptions, Path home, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", home.resolve("penstock.jar").toString(), "up"));
        command.addAll(arguments);
        return start(command, "Ready.");
    }

    /** A port that nobody listens on at the moment. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Processor time taken so far, of all its threads, in nanoseconds (Linux). */
    public long cpuNanos() {
        try {
            String stat = Files.readString(proc("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * NANOS_PER_TICK;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Resident memory in KiB (Linux). */
    public long residentKib() {
        try {
            return Files.readAllLines(proc("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** A full pipe would stop the server. What it warns about is told, within limits. */
    private static void drain(BufferedReader output) {
        Thread drain = new Thread(() -> readToEnd(output), "drain-server");
        drain.setDaemon(true);
        drain.start();
    }

    private static void readToEnd(BufferedReader output) {
        try {
            int told = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if ((line.contains(" WARN ") || line.contains(" ERROR ")) && told++ < MAX_WARNINGS) {
                    System.err.println(line);
                }
            }
        } catch (IOException ended) {
            // the pipe closes with the process
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
