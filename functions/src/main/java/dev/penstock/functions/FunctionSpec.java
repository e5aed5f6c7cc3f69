package dev.penstock.functions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function to create.
 *
 * @param runtime AWS's identifier, for example {@code java17}, {@code python3.12}, {@code nodejs20.x}
 * @param handler {@code pkg.Class}, {@code pkg.Class::method} (Java) or {@code module.function} (Python, Node)
 * @param code folder, jar or zip with the code and what it needs (Java: classes, {@code lib/*.jar})
 * @param timeout 1 s to 900 s
 * @param memoryMb 128 to 10240
 * @param environment the user's variables; they win over ours
 * @param options what is seldom said
 */
public record FunctionSpec(
        String name,
        String runtime,
        String handler,
        Path code,
        Duration timeout,
        int memoryMb,
        Map<String, String> environment,
        FunctionOptions options) {

    public FunctionSpec {
        environment = Map.copyOf(environment);
    }

    /** A function of which nothing special is said. */
    public FunctionSpec(
            String name,
            String runtime,
            String handler,
            Path code,
            Duration timeout,
            int memoryMb,
            Map<String, String> environment) {
        this(name, runtime, handler, code, timeout, memoryMb, environment, FunctionOptions.DEFAULT);
    }

    /** The same with these options. */
    public FunctionSpec withOptions(FunctionOptions others) {
        return new FunctionSpec(name, runtime, handler, code, timeout, memoryMb, environment, others);
    }
}
