package dev.penstock.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Runs the packaged {@code penstock.jar} as a user does, in an empty working directory. */
final class PenstockProcess implements AutoCloseable {
    /** Its few seconds would go to compiling at the highest tier: with these a start takes half the processor time. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private PenstockProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::readOutput, "penstock-output");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    /** The distribution that {@code mvn package} made. */
    static Path distribution() {
        return Path.of("target").toAbsolutePath();
    }

    /** What is kept for a user is not kept for whoever builds Penstock. */
    private static Path home() {
        try {
            return Files.createDirectories(distribution().resolve("test-home"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static PenstockProcess start(Path workingDirectory, String... arguments) {
        return start(workingDirectory, List.of(), arguments);
    }

    /** @param wrapper a command that runs the rest of its line, for example {@code unshare -rn sh -c ...} */
    static PenstockProcess start(Path workingDirectory, List<String> wrapper, String... arguments) {
        List<String> command = java(wrapper);
        command.add("-Xmx512m");
        command.add("-Duser.home=" + home());
        command.add("-jar");
        command.add(distribution().resolve("penstock.jar").toString());
        command.addAll(List.of(arguments));
        return run(workingDirectory, command);
    }

    /** Runs a class of the tests in a JVM of its own, with the class path of the tests. */
    static PenstockProcess runMain(Path workingDirectory, List<String> wrapper, Class<?> main, String... arguments) {
        List<String> command = java(wrapper);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return run(workingDirectory, command);
    }

    private static List<String> java(List<String> wrapper) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        return command;
    }

    /** Runs any command. */
    static PenstockProcess run(Path workingDirectory, List<String> command) {
        try {
            return new PenstockProcess(new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for a line that contains a text. */
    String awaitLine(String part, int seconds) {
        try {
            return Awaitility.await("a line with '" + part + "'")
                    .atMost(seconds, TimeUnit.SECONDS)
                    // its last lines are read a little later than it ends
                    .failFast("the process ended", () -> !process.isAlive() && !reader.isAlive() && !contains(part))
                    .until(() -> line(part), line -> !line.isEmpty());
        } catch (ConditionTimeoutException | TerminalFailureException failure) {
            throw new AssertionError("no line with '%s' in: %s".formatted(part, text()), failure);
        }
    }

    private String line(String part) {
        return output.stream().filter(line -> line.contains(part)).findFirst().orElse("");
    }

    /** Sends SIGINT, as Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** Sends SIGKILL, which leaves no time for anything, and waits until the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int awaitExit(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s: " + text());
        }
        reader.join(TimeUnit.SECONDS.toMillis(seconds));
        return process.exitValue();
    }

    /** Everything printed so far, standard error included. */
    String text() {
        return String.join("\n", output);
    }

    /** The first group of a pattern in the output. */
    String find(String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text());
        if (!matcher.find()) {
            throw new AssertionError("no match for " + regex + " in " + text());
        }
        return matcher.group(1);
    }

    static List<String> filesIn(Path directory) {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private boolean contains(String part) {
        return output.stream().anyMatch(line -> line.contains(part));
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException ended) {
            output.add("(output ended: " + ended.getMessage() + ")");
        }
    }
}
