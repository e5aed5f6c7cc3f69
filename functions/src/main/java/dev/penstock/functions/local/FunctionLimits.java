package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.lifecycle.StartException;
import java.time.Duration;
import java.util.regex.Pattern;

/** What AWS refuses when a function is created. Source: Lambda API Reference, CreateFunction. */
final class FunctionLimits {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);
    private static final int MIN_MEMORY_MB = 128;
    private static final int MAX_MEMORY_MB = 10_240;
    private static final int MAX_HANDLER = 128;

    private FunctionLimits() {}

    static void check(FunctionSpec spec) {
        require(NAME.matcher(spec.name()).matches(), spec, "its name must be 1 to 64 of a-z, A-Z, 0-9, - and _");
        require(
                spec.timeout().compareTo(MIN_TIMEOUT) >= 0 && spec.timeout().compareTo(MAX_TIMEOUT) <= 0,
                spec,
                "Timeout %s must be 1 to 900 seconds".formatted(spec.timeout()));
        require(
                spec.memoryMb() >= MIN_MEMORY_MB && spec.memoryMb() <= MAX_MEMORY_MB,
                spec,
                "MemorySize %d must be 128 to 10240 MB".formatted(spec.memoryMb()));
        require(spec.handler().length() <= MAX_HANDLER, spec, "Handler must not be longer than 128 characters");
    }

    private static void require(boolean holds, FunctionSpec spec, String otherwise) {
        if (!holds) {
            throw new StartException("function '%s': %s".formatted(spec.name(), otherwise));
        }
    }
}
