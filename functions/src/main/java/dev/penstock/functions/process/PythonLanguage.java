package dev.penstock.functions.process;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.process.Interpreters.Interpreter;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.InitFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Python handlers. The interpreter is the one that the function names, else a virtual environment in its code or in the
 * folders around it, the active one ({@code VIRTUAL_ENV}), the exact version on the {@code PATH} or of pyenv, then
 * {@code python3}.
 */
final class PythonLanguage implements Language {
    private static final Pattern SUPPORTED = Pattern.compile("python3\\.\\d{1,2}");
    private static final List<String> PROBE =
            List.of("-c", "import sys; print(sys.executable); print('python%d.%d' % sys.version_info[:2])");
    private static final List<String> DEBUGGER_PROBE =
            List.of("-c", "import debugpy; print('debugpy'); print('there')");

    private final Interpreters interpreters;
    private final RuntimeFolder folder;
    private final Mismatch mismatch = new Mismatch();

    PythonLanguage(Interpreters interpreters, RuntimeFolder folder) {
        this.interpreters = interpreters;
        this.folder = folder;
    }

    @Override
    public boolean supports(String runtime) {
        return SUPPORTED.matcher(runtime).matches();
    }

    @Override
    public Command command(EnvironmentSpec spec) throws InitFailure {
        Interpreter python = interpreter(spec.function());
        Path runtime = folder.path();
        List<String> arguments = new ArrayList<>(List.of(python.executable(), "-u"));
        OptionalInt port = spec.function().options().debugPort();
        if (port.isPresent()) {
            requireDebugger(python);
            arguments.addAll(List.of("-m", "debugpy", "--listen", "127.0.0.1:" + port.getAsInt()));
        }
        arguments.add(runtime.resolve(RuntimeFolder.PYTHON).toString());
        Map<String, String> variables = ChildVariables.of(spec, runtime);
        SearchPath.prepend(variables, "PYTHONPATH", path(spec, python));
        variables.put("PYTHONIOENCODING", "utf-8");
        variables.put("PYTHONDONTWRITEBYTECODE", "1"); // the task root is read-only on AWS; leave no traces in it
        return new Command(
                arguments,
                variables,
                true,
                true,
                port.isPresent() ? 0 : spec.function().memoryMb());
    }

    private static List<Path> path(EnvironmentSpec spec, Interpreter python) {
        String packages = "python/lib/%s/site-packages".formatted(python.version());
        return Stream.of(
                        Stream.of(spec.taskRoot()),
                        SearchPath.inLayers(spec.layers(), packages),
                        SearchPath.inLayers(spec.layers(), "python"))
                .flatMap(folders -> folders)
                .toList();
    }

    private Interpreter interpreter(FunctionSpec function) throws InitFailure {
        String runtime = function.runtime();
        Optional<Path> named = function.options().interpreter();
        List<Path> candidates = named.map(List::of).orElseGet(() -> candidates(function));
        Interpreter found = interpreters
                .first(candidates, PROBE)
                .filter(python -> python.version().startsWith("python3."))
                .orElseThrow(() -> Missing.interpreter(
                        named.isPresent()
                                ? "runtime %s was given the interpreter %s, which is no Python 3 that runs; correct it"
                                        .formatted(runtime, named.get())
                                : ("runtime %s needs python3, and none that runs was found on the PATH; install Python 3,"
                                                + " or put a virtual environment named .venv beside the code")
                                        .formatted(runtime)));
        mismatch.report(function, found, found.version().equals(runtime));
        return found;
    }

    private List<Path> candidates(FunctionSpec function) {
        List<Path> all = new ArrayList<>();
        for (Path place : around(function.code().toAbsolutePath().normalize())) {
            addEnvironment(all, place.resolve(".venv"));
            addEnvironment(all, place.resolve("venv"));
        }
        interpreters.variable("VIRTUAL_ENV").ifPresent(active -> addEnvironment(all, Path.of(active)));
        all.addAll(interpreters.onPath(function.runtime()));
        String version = function.runtime().substring("python".length());
        Optional<Path> pyenv = interpreters
                .variable("PYENV_ROOT")
                .map(Path::of)
                .or(() -> interpreters.home().map(home -> home.resolve(".pyenv")));
        pyenv.ifPresent(root -> Interpreters.versions(root.resolve("versions"), version + ".")
                .forEach(installed -> all.add(installed.resolve("bin").resolve("python"))));
        all.addAll(interpreters.onPath("python3"));
        all.addAll(interpreters.onPath("python"));
        return all;
    }

    /** The code and the folders around it in its project; the user's own folder belongs to no project. */
    private List<Path> around(Path code) {
        Path home = interpreters.home().orElse(null);
        List<Path> all = new ArrayList<>();
        Path place = code;
        while (place != null && !place.equals(home)) {
            all.add(place);
            place = Files.exists(place.resolve(".git")) ? null : place.getParent();
        }
        return all;
    }

    private static void addEnvironment(List<Path> all, Path environment) {
        all.add(environment.resolve("bin").resolve("python"));
        all.add(environment.resolve("Scripts").resolve("python.exe"));
    }

    private void requireDebugger(Interpreter python) throws InitFailure {
        Path executable = Path.of(python.executable());
        if (interpreters.first(List.of(executable), DEBUGGER_PROBE).isEmpty()) {
            throw Missing.interpreter("a debug port is set, and %s has no debugpy; run '%s -m pip install debugpy'"
                    .formatted(executable, executable));
        }
    }
}
