package dev.penstock.functions.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs on this machine. Each candidate is asked once for its real path and version: a version manager's shim may exist
 * and still refuse to run.
 */
final class Interpreters {
    private static final Logger log = LoggerFactory.getLogger(Interpreters.class);
    private static final int PROBE_SECONDS = 20;

    private final Map<String, String> variables;
    private final Map<List<String>, Optional<Interpreter>> probed = new ConcurrentHashMap<>();

    /** @param variables of this process: {@code PATH}, {@code HOME}, {@code VIRTUAL_ENV} */
    Interpreters(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** A variable of this process. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** Where a program may be, in the order of the {@code PATH}. */
    List<Path> onPath(String program) {
        List<Path> found = new ArrayList<>();
        for (String folder : variables.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
            if (!folder.isEmpty()) {
                found.add(Path.of(folder, program));
                found.add(Path.of(folder, program + ".exe"));
            }
        }
        return found;
    }

    /** The user's folder; empty when there is none. */
    Optional<Path> home() {
        return variable("HOME").or(() -> variable("USERPROFILE")).map(Path::of);
    }

    /** Folders in a folder whose names begin like this, newest version first. */
    static List<Path> versions(Path folder, String prefix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, prefix + "*")) {
            all.forEach(found::add);
        } catch (IOException unreadable) {
            log.debug("{} cannot be listed", folder, unreadable);
        }
        found.sort(Comparator.comparing((Path path) -> path.getFileName().toString())
                .reversed());
        return found;
    }

    /**
     * The first that runs.
     *
     * @param probe arguments that make it print its path and, on a second line, its version
     */
    Optional<Interpreter> first(List<Path> candidates, List<String> probe) {
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                List<String> call = new ArrayList<>(List.of(candidate.toString()));
                call.addAll(probe);
                Optional<Interpreter> found = probed.computeIfAbsent(List.copyOf(call), Interpreters::probe);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Interpreter> probe(List<String> call) {
        try {
            Process process = new ProcessBuilder(call)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = answer.lines().toList();
            boolean usable = process.exitValue() == 0 && lines.size() == 2;
            return usable ? Optional.of(new Interpreter(lines.get(0), lines.get(1))) : Optional.empty();
        } catch (IOException cannotRun) {
            log.debug("{} does not run", call.get(0), cannotRun);
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * A program that runs.
     *
     * @param version as AWS names runtimes, for example {@code python3.11}
     */
    record Interpreter(String executable, String version) {}
}
