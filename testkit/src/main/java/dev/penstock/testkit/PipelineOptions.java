package dev.penstock.testkit;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The attributes of {@link Penstock}, checked.
 *
 * @param start where a virtual clock starts
 * @param config settings file; null for the usual settings
 */
record PipelineOptions(
        Path template,
        boolean virtualTime,
        Instant start,
        Map<String, String> parameters,
        @Nullable Path config) {
    private static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    static PipelineOptions read(Penstock annotation, Class<?> testClass) {
        if (annotation.value().isBlank()) {
            throw wrong(testClass, "value is empty; it must name a template, for example \"template.yaml\"");
        }
        return new PipelineOptions(
                TemplateFile.find(annotation.value(), testClass),
                annotation.virtualTime(),
                start(annotation, testClass),
                parameters(annotation, testClass),
                annotation.config().isEmpty() ? null : TemplateFile.find(annotation.config(), testClass));
    }

    /** In the form that the engine takes. */
    Map<String, Object> asMap() {
        Map<String, Object> options = new HashMap<>();
        options.put("template", template.toString());
        options.put("virtualTime", virtualTime);
        options.put("startInstant", start.toString());
        options.put("parameters", parameters);
        if (config != null) {
            options.put("config", config.toString());
        }
        return options;
    }

    private static Instant start(Penstock annotation, Class<?> testClass) {
        String start = annotation.startInstant();
        if (start.isEmpty()) {
            return DEFAULT_START;
        }
        if (!annotation.virtualTime()) {
            throw wrong(testClass, "startInstant sets a virtual clock; add virtualTime = true or leave it out");
        }
        try {
            return Instant.parse(start);
        } catch (DateTimeParseException notAnInstant) {
            throw wrong(
                    testClass,
                    "startInstant is '%s'; it must be an ISO-8601 instant such as %s".formatted(start, DEFAULT_START));
        }
    }

    private static Map<String, String> parameters(Penstock annotation, Class<?> testClass) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : annotation.parameters()) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw wrong(testClass, "parameters holds '%s'; each must read Name=value".formatted(parameter));
            }
            if (parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1)) != null) {
                throw wrong(testClass, "parameters sets '%s' twice".formatted(parameter.substring(0, equals)));
            }
        }
        return parameters;
    }

    private static ExtensionConfigurationException wrong(Class<?> testClass, String problem) {
        return new ExtensionConfigurationException("@Penstock on %s: %s".formatted(testClass.getName(), problem));
    }
}
