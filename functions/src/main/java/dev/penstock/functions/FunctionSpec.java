package dev.penstock.functions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function to create.
 *
 * @param runtime {@code java11}, {@code java17}, {@code java21}, {@code python3.x}
 * @param handler {@code pkg.Class}, {@code pkg.Class::method} (Java) or {@code module.function} (Python)
 * @param code folder, jar or zip with the code and what it needs (Java: classes, {@code lib/*.jar})
 * @param timeout 1 s to 900 s
 * @param memoryMb 128 to 10240
 * @param environment the user's variables; they win over ours
 */
public record FunctionSpec(
        String name,
        String runtime,
        String handler,
        Path code,
        Duration timeout,
        int memoryMb,
        Map<String, String> environment) {

    public FunctionSpec {
        environment = Map.copyOf(environment);
    }
}
