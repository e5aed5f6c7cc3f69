package dev.penstock.functions.process;

import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.platform.lifecycle.StartException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Python runs a function: a virtual environment in its code, the active one ({@code VIRTUAL_ENV}), the exact
 * version on the {@code PATH}, then {@code python3}. Each candidate is asked once for its real path and version: a
 * version manager's shim may exist and still refuse to run.
 */
final class Interpreters {
    private static final Logger log = LoggerFactory.getLogger(Interpreters.class);
    private static final int PROBE_SECONDS = 20;
    private static final String PROBE =
            "import sys; print(sys.executable); print('python%d.%d' % sys.version_info[:2])";

    private final Map<String, String> variables;
    private final Map<Path, Optional<Interpreter>> probed = new ConcurrentHashMap<>();

    /** @param variables of this process: {@code PATH}, {@code VIRTUAL_ENV} */
    Interpreters(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** @throws StartException when there is no Python 3 */
    Interpreter forFunction(EnvironmentSpec spec) {
        String runtime = spec.function().runtime();
        for (Path candidate : candidates(spec.taskRoot(), runtime)) {
            Optional<Interpreter> found = probed.computeIfAbsent(candidate, Interpreters::probe);
            if (found.isPresent()) {
                if (spec.number() == 0 && !found.get().version().equals(runtime)) {
                    log.warn(
                            "function '{}' asks for {} and runs on {} ({}); install {} if the difference matters",
                            spec.function().name(),
                            runtime,
                            found.get().version(),
                            found.get().executable(),
                            runtime);
                }
                return found.get();
            }
        }
        throw new StartException(
                ("function '%s': runtime %s needs python3, and none that runs was found on the PATH; install Python 3,"
                                + " or put a virtual environment named .venv into %s")
                        .formatted(spec.function().name(), runtime, spec.taskRoot()));
    }

    private List<Path> candidates(Path taskRoot, String runtime) {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of(".venv", "venv")) {
            all.add(taskRoot.resolve(folder).resolve("bin").resolve("python"));
            all.add(taskRoot.resolve(folder).resolve("Scripts").resolve("python.exe"));
        }
        String active = variables.get("VIRTUAL_ENV");
        if (active != null) {
            all.add(Path.of(active, "bin", "python"));
            all.add(Path.of(active, "Scripts", "python.exe"));
        }
        for (String name : List.of(runtime, "python3", "python3.exe", "python.exe")) {
            for (String folder : variables.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
                if (!folder.isEmpty()) {
                    all.add(Path.of(folder, name));
                }
            }
        }
        return all.stream().filter(Files::isExecutable).toList();
    }

    private static Optional<Interpreter> probe(Path candidate) {
        try {
            Process process = new ProcessBuilder(candidate.toString(), "-c", PROBE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = answer.lines().toList();
            boolean usable = process.exitValue() == 0
                    && lines.size() == 2
                    && lines.get(1).startsWith("python3.");
            return usable ? Optional.of(new Interpreter(lines.get(0), lines.get(1))) : Optional.empty();
        } catch (IOException cannotRun) {
            log.debug("{} is no usable Python", candidate, cannotRun);
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StartException("functions: interrupted while looking for Python", stopped);
        }
    }

    /**
     * A Python that runs.
     *
     * @param version as AWS names runtimes, for example {@code python3.11}
     */
    record Interpreter(String executable, String version) {}
}
