package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code functions} of a settings file:
 *
 * <pre>{@code
 * functions:
 *   maxConcurrency: 10                # execution environments of one function
 *   asyncRetryScale: 0.01             # 1 keeps AWS's pauses of one and two minutes
 *   hotReload: true
 *   java: in-process                  # or fork
 *   overrides:
 *     WarningFunction:                # logical id, or name
 *       code: ../build                # logical id only
 *       fork: true                    # Java
 *       interpreter: .venv/bin/python # Python, Node.js
 *       debugPort: 5678
 * }</pre>
 */
final class LambdaOptionsReader {
    private static final List<String> KEYS =
            List.of("maxConcurrency", "asyncRetryScale", "hotReload", "java", "overrides");
    private static final List<String> OVERRIDE_KEYS = List.of("code", "fork", "interpreter", "debugPort");
    private static final List<String> JAVA = List.of("in-process", "fork");
    private static final int HIGHEST_PORT = 65_535;

    private final Path folder;
    private final Findings errors;
    private final SettingsNodes nodes;

    /** @param folder what relative paths are relative to */
    LambdaOptionsReader(Path folder, Findings errors) {
        this.folder = folder;
        this.errors = errors;
        nodes = new SettingsNodes(errors);
    }

    LambdaOptions read(YamlNode.Mapping functions) {
        nodes.checkKeys("setting of 'functions'", functions, KEYS);
        LambdaOptions defaults = LambdaOptions.DEFAULT;
        Map<String, LambdaOptions.OneFunction> overrides = new LinkedHashMap<>();
        nodes.mapping(functions, "overrides")
                .ifPresent(all -> all.entries()
                        .keySet()
                        .forEach(name -> nodes.mapping(all, name)
                                .ifPresent(override -> overrides.put(name, override(name, override)))));
        try {
            return new LambdaOptions(
                    nodes.number(functions, "maxConcurrency")
                            .map(Math::toIntExact)
                            .orElse(defaults.maxConcurrency()),
                    nodes.text(functions, "asyncRetryScale")
                            .map(LambdaOptionsReader::scale)
                            .orElse(defaults.asyncRetryScale()),
                    flag(functions, "hotReload").orElse(defaults.hotReload()),
                    nodes.text(functions, "java").map(this::java).orElse("").equals("fork"),
                    overrides);
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            errors.add(functions.at(), "'functions': %s".formatted(wrong.getMessage()));
            return defaults;
        }
    }

    private static double scale(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "'asyncRetryScale' must be 0 to 1, was '%s'".formatted(text), notANumber);
        }
    }

    private String java(String mode) {
        if (!JAVA.contains(mode)) {
            throw new IllegalArgumentException(
                    "'java' must be one of %s, was '%s'".formatted(String.join(", ", JAVA), mode));
        }
        return mode;
    }

    private LambdaOptions.OneFunction override(String name, YamlNode.Mapping override) {
        nodes.checkKeys("setting of function '%s'".formatted(name), override, OVERRIDE_KEYS);
        Optional<Long> port = nodes.number(override, "debugPort");
        if (port.isPresent() && (port.get() < 1 || port.get() > HIGHEST_PORT)) {
            errors.add(
                    override.at(),
                    "'debugPort' of function '%s' must be 1 to %d, was %d".formatted(name, HIGHEST_PORT, port.get()));
            port = Optional.empty();
        }
        return new LambdaOptions.OneFunction(
                path(override, "code"),
                flag(override, "fork").orElse(null),
                path(override, "interpreter"),
                port.map(Math::toIntExact).orElse(null));
    }

    private @Nullable Path path(YamlNode.Mapping override, String key) {
        return nodes.text(override, key)
                .map(text -> folder.resolve(text).normalize())
                .orElse(null);
    }

    private Optional<Boolean> flag(YamlNode.Mapping mapping, String key) {
        return nodes.text(mapping, key).flatMap(text -> {
            if (text.equals("true") || text.equals("false")) {
                return Optional.of(Boolean.valueOf(text));
            }
            errors.add(mapping.at(), "'%s' must be true or false, was '%s'".formatted(key, text));
            return Optional.empty();
        });
    }
}
