package dev.penstock.functions.process;

import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.InitFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Custom runtimes: an executable {@code bootstrap} in the task root, else in a layer, speaks to the Runtime API itself.
 * Runtimes that we have no bootstrap for are told to bring one.
 */
final class CustomLanguage implements Language {
    private static final Set<String> SUPPORTED = Set.of("provided", "provided.al2", "provided.al2023");
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final RuntimeFolder folder;

    CustomLanguage(RuntimeFolder folder) {
        this.folder = folder;
    }

    @Override
    public boolean supports(String runtime) {
        return SUPPORTED.contains(runtime) || isForeign(runtime);
    }

    private static boolean isForeign(String runtime) {
        return runtime.startsWith("ruby") || runtime.startsWith("dotnet") || runtime.startsWith("go1");
    }

    @Override
    public Command command(EnvironmentSpec spec) throws InitFailure {
        String runtime = spec.function().runtime();
        if (isForeign(runtime)) {
            throw Missing.interpreter(("runtime %s is not run here; set the runtime provided.al2023 and provide a"
                            + " bootstrap: an executable named 'bootstrap' that calls the handler")
                    .formatted(runtime));
        }
        Map<String, String> variables = ChildVariables.of(spec, folder.path());
        variables.remove("AWS_EXECUTION_ENV");
        return new Command(
                List.of(bootstrap(spec).toString()),
                variables,
                false,
                false,
                spec.function().memoryMb());
    }

    private static Path bootstrap(EnvironmentSpec spec) throws InitFailure {
        List<Path> places = new ArrayList<>(spec.layers());
        Collections.reverse(places);
        places.add(0, spec.taskRoot());
        for (Path place : places) {
            Path candidate = place.resolve("bootstrap");
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
            Path windows = place.resolve("bootstrap.exe");
            if (WINDOWS && Files.isRegularFile(windows)) {
                return windows;
            }
        }
        Path first = spec.taskRoot().resolve("bootstrap");
        throw Missing.bootstrap(
                Files.exists(first)
                        ? "%s is not executable; run 'chmod +x' on it".formatted(first)
                        : "runtime %s needs an executable file named 'bootstrap' in %s or a layer"
                                .formatted(spec.function().runtime(), spec.taskRoot()));
    }
}
