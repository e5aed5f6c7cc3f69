package dev.penstock.bench.lambda;

import dev.penstock.bench.lambda.handler.EmptyHandler;
import dev.penstock.bench.lambda.handler.EmptyStreamHandler;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A kind of function that does nothing.
 *
 * @param title in the table
 * @param child whether it runs in a process of its own
 * @param fork whether a Java function does so
 */
record Kind(String title, String runtime, String handler, boolean child, boolean fork) {
    private static final int MEMORY_MB = 256;

    static final List<Kind> ALL = List.of(
            new Kind("Java, `RequestHandler<Map, Object>`", "java17", EmptyHandler.class.getName(), false, false),
            new Kind("Java, `RequestStreamHandler`", "java17", EmptyStreamHandler.class.getName(), false, false),
            new Kind("Python", "python3.12", "app.handler", true, false),
            new Kind("Node.js", "nodejs20.x", "app.handler", true, false),
            new Kind("Java in a process of its own (`fork`)", "java17", EmptyHandler.class.getName(), true, true));

    FunctionSpec spec(String name, Path code) {
        return spec(name, runtime, handler, code, Map.of(), options(fork));
    }

    static FunctionSpec java(String name, Class<?> handler, Path code, Map<String, String> environment) {
        return spec(name, "java17", handler.getName(), code, environment, FunctionOptions.DEFAULT);
    }

    private static FunctionSpec spec(
            String name,
            String runtime,
            String handler,
            Path code,
            Map<String, String> environment,
            FunctionOptions options) {
        return new FunctionSpec(name, runtime, handler, code, Duration.ofSeconds(30), MEMORY_MB, environment, options);
    }

    private static FunctionOptions options(boolean fork) {
        FunctionOptions usual = FunctionOptions.DEFAULT;
        return new FunctionOptions(
                usual.description(),
                usual.role(),
                usual.layers(),
                usual.reservedConcurrency(),
                usual.deadLetterTarget(),
                usual.ephemeralStorageMb(),
                usual.architecture(),
                usual.logging(),
                usual.tags(),
                fork,
                usual.interpreter(),
                usual.debugPort());
    }
}
