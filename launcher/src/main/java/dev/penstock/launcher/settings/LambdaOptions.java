package dev.penstock.launcher.settings;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How functions are run.
 *
 * @param maxConcurrency execution environments of one function at most
 * @param asyncRetryScale by what the pauses of asynchronous invocations are multiplied, 0 to 1
 * @param hotReload whether code that changed on disk is taken by the next invocation
 * @param fork whether Java handlers run in a JVM of their own
 * @param overrides what is special for one function, by logical id or name
 */
public record LambdaOptions(
        int maxConcurrency,
        double asyncRetryScale,
        boolean hotReload,
        boolean fork,
        Map<String, OneFunction> overrides) {
    private static final int CONCURRENCY = 10;

    /** Ten environments, AWS's pauses, code reloaded, Java in this JVM. */
    public static final LambdaOptions DEFAULT = new LambdaOptions(CONCURRENCY, 1, true, false, Map.of());

    public LambdaOptions {
        overrides = Map.copyOf(overrides);
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("'maxConcurrency' must be 1 or more, was %d".formatted(maxConcurrency));
        }
        if (!(asyncRetryScale >= 0 && asyncRetryScale <= 1)) {
            throw new IllegalArgumentException("'asyncRetryScale' must be 0 to 1, was %s".formatted(asyncRetryScale));
        }
    }

    /** Where the code of functions is, by the names under which they are overridden. */
    public Map<String, Path> code() {
        Map<String, Path> code = new LinkedHashMap<>();
        overrides.forEach((name, override) -> {
            if (override.code() != null) {
                code.put(name, override.code());
            }
        });
        return code;
    }

    /** A function as the template has it, with what is said of it here. */
    public FunctionSpec applied(String logicalId, FunctionSpec function) {
        OneFunction own = overrides.getOrDefault(logicalId, overrides.getOrDefault(function.name(), OneFunction.NONE));
        FunctionOptions options = function.options();
        Boolean ownFork = own.fork();
        Integer ownPort = own.debugPort();
        return new FunctionSpec(
                function.name(),
                function.runtime(),
                function.handler(),
                function.code(),
                function.timeout(),
                function.memoryMb(),
                function.environment(),
                new FunctionOptions(
                        options.description(),
                        options.role(),
                        options.layers(),
                        options.reservedConcurrency(),
                        options.deadLetterTarget(),
                        options.ephemeralStorageMb(),
                        options.architecture(),
                        options.logging(),
                        options.tags(),
                        function.runtime().startsWith("java") && (ownFork == null ? fork : ownFork),
                        Optional.ofNullable(own.interpreter()),
                        ownPort == null ? OptionalInt.empty() : OptionalInt.of(ownPort)));
    }

    /**
     * What is special for one function; null where nothing is said.
     *
     * @param code folder, jar or zip instead of what the template says; only by logical id
     * @param fork Java only
     * @param interpreter Python and Node.js only
     * @param debugPort a debugger can attach there
     */
    public record OneFunction(
            @Nullable Path code,
            @Nullable Boolean fork,
            @Nullable Path interpreter,
            @Nullable Integer debugPort) {
        static final OneFunction NONE = new OneFunction(null, null, null, null);
    }
}
