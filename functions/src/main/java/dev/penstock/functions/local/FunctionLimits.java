package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.aws.AwsException;
import java.util.regex.Pattern;

/** What AWS refuses when a function is created or changed. Source: Lambda API Reference, CreateFunction. */
final class FunctionLimits {
    private static final String NAME = "[a-zA-Z0-9-_]{1,64}";
    private static final Pattern NAMES = Pattern.compile(NAME);
    private static final int MAX_TIMEOUT_SECONDS = 900;
    private static final int MIN_MEMORY_MB = 128;
    private static final int MAX_MEMORY_MB = 10_240;
    private static final int MIN_STORAGE_MB = 512;
    private static final int MAX_STORAGE_MB = 10_240;
    private static final int MAX_HANDLER = 128;
    private static final int MAX_DESCRIPTION = 256;
    private static final int MAX_LAYERS = 5;

    private FunctionLimits() {}

    static void check(FunctionSpec spec) {
        if (!NAMES.matcher(spec.name()).matches()) {
            throw violated(spec.name(), "functionName", "Member must satisfy regular expression pattern: " + NAME);
        }
        requireRange("timeout", spec.timeout().toSeconds(), 1, MAX_TIMEOUT_SECONDS);
        requireRange("memorySize", spec.memoryMb(), MIN_MEMORY_MB, MAX_MEMORY_MB);
        requireRange("ephemeralStorage.size", spec.options().ephemeralStorageMb(), MIN_STORAGE_MB, MAX_STORAGE_MB);
        requireLength("handler", spec.handler(), MAX_HANDLER);
        requireLength("description", spec.options().description(), MAX_DESCRIPTION);
        if (spec.options().layers().size() > MAX_LAYERS) {
            throw FunctionErrors.invalid("Cannot reference more than %d layers.".formatted(MAX_LAYERS));
        }
    }

    private static void requireRange(String member, long value, long from, long to) {
        if (value < from) {
            throw violated(Long.toString(value), member, "Member must have value greater than or equal to " + from);
        }
        if (value > to) {
            throw violated(Long.toString(value), member, "Member must have value less than or equal to " + to);
        }
    }

    private static void requireLength(String member, String value, int max) {
        if (value.length() > max) {
            throw violated(value, member, "Member must have length less than or equal to " + max);
        }
    }

    private static AwsException violated(String value, String member, String constraint) {
        return AwsException.validation(
                "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                        .formatted(value, member, constraint));
    }
}
