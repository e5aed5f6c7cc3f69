package dev.penstock.functions.process;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.process.Interpreters.Interpreter;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.InitFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Node.js handlers. The interpreter is the one that the function names, else the first {@code node} on the {@code PATH},
 * else one of nvm of the same major version.
 */
final class NodeLanguage implements Language {
    private static final Pattern SUPPORTED = Pattern.compile("nodejs(\\d{2})\\.x");
    private static final List<String> PROBE =
            List.of("-p", "process.execPath + '\\n' + 'nodejs' + process.versions.node.split('.')[0] + '.x'");
    private static final String HEAP_OPTION = "max-old-space-size";
    private static final double HEAP_SHARE = 0.9;

    private final Interpreters interpreters;
    private final RuntimeFolder folder;
    private final Mismatch mismatch = new Mismatch();

    NodeLanguage(Interpreters interpreters, RuntimeFolder folder) {
        this.interpreters = interpreters;
        this.folder = folder;
    }

    @Override
    public boolean supports(String runtime) {
        return SUPPORTED.matcher(runtime).matches();
    }

    @Override
    public Command command(EnvironmentSpec spec) throws InitFailure {
        FunctionSpec function = spec.function();
        Interpreter node = interpreter(function);
        Path runtime = folder.path();
        Map<String, String> variables = ChildVariables.of(spec, runtime);
        SearchPath.prepend(variables, "NODE_PATH", path(spec));
        List<String> arguments = new ArrayList<>(List.of(node.executable()));
        if (!variables.getOrDefault("NODE_OPTIONS", "").contains(HEAP_OPTION)) {
            arguments.add("--%s=%d".formatted(HEAP_OPTION, (int) (function.memoryMb() * HEAP_SHARE)));
        }
        OptionalInt port = function.options().debugPort();
        port.ifPresent(number -> arguments.add("--inspect=127.0.0.1:" + number));
        arguments.add(runtime.resolve(RuntimeFolder.NODE).toString());
        return new Command(arguments, variables, false, true, port.isPresent() ? 0 : function.memoryMb());
    }

    private static List<Path> path(EnvironmentSpec spec) {
        String versioned = "nodejs/node%s/node_modules".formatted(major(spec.function()));
        return Stream.of(
                        Stream.of(spec.taskRoot().resolve("node_modules")),
                        SearchPath.inLayers(spec.layers(), versioned),
                        SearchPath.inLayers(spec.layers(), "nodejs/node_modules"),
                        Stream.of(spec.taskRoot()))
                .flatMap(folders -> folders)
                .toList();
    }

    private static String major(FunctionSpec function) {
        Matcher matcher = SUPPORTED.matcher(function.runtime());
        return matcher.matches() ? matcher.group(1) : "";
    }

    private Interpreter interpreter(FunctionSpec function) throws InitFailure {
        String runtime = function.runtime();
        Optional<Path> named = function.options().interpreter();
        List<Path> candidates = named.map(List::of).orElseGet(() -> candidates(function));
        Interpreter found = interpreters
                .first(candidates, PROBE)
                .orElseThrow(() -> Missing.interpreter(
                        named.isPresent()
                                ? "runtime %s was given the interpreter %s, which is no Node.js that runs; correct it"
                                        .formatted(runtime, named.get())
                                : "runtime %s needs Node.js, and none that runs was found on the PATH; install node %s"
                                        .formatted(runtime, major(function))));
        mismatch.report(function, found, found.version().equals(runtime));
        return found;
    }

    private List<Path> candidates(FunctionSpec function) {
        List<Path> all = new ArrayList<>(interpreters.onPath("node"));
        Optional<Path> nvm = interpreters
                .variable("NVM_DIR")
                .map(Path::of)
                .or(() -> interpreters.home().map(home -> home.resolve(".nvm")));
        nvm.ifPresent(root -> Interpreters.versions(root.resolve("versions/node"), "v" + major(function) + ".")
                .forEach(installed -> all.add(installed.resolve("bin").resolve("node"))));
        return all;
    }
}
