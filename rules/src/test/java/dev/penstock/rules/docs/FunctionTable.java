package dev.penstock.rules.docs;

import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.function.FunctionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/** All functions with version, arguments and the share of their conformance cases that passes. */
final class FunctionTable {
    private final FunctionRegistry registry = new FunctionRegistry(Present.all(ExternalServices.class), Present.TIME);
    private final Properties notes = notes();
    private final ConformanceResults results;

    FunctionTable(ConformanceResults results) {
        this.results = results;
    }

    String text() {
        Map<String, SqlFunction> functions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : registry.names()) {
            registry.declaration(name).ifPresent(found -> functions.put(name, (SqlFunction) found));
        }
        StringBuilder table = new StringBuilder("| function | since | what it gives | cases |\n|---|---|---|---|\n");
        functions.values().forEach(function -> table.append(row(function)));
        return table.toString();
    }

    private String row(SqlFunction function) {
        String note = Objects.requireNonNull(
                notes.getProperty(function.name()),
                () -> "say in docs/functions.properties what %s gives".formatted(function.name()));
        String external = function.isExternal() ? "; asks another service" : "";
        return "| `%s` | %s | %s%s | %s |\n"
                .formatted(
                        call(function.signature()),
                        function.since(),
                        note,
                        external,
                        results.of("fn." + function.name()));
    }

    /** For example {@code substring(String, number[, number])}. */
    private static String call(Signature signature) {
        List<String> required =
                signature.required().stream().map(rule -> type(rule, signature)).toList();
        StringBuilder call = new StringBuilder(signature.name()).append('(').append(String.join(", ", required));
        List<ArgumentRule> optional = new ArrayList<>(signature.optional());
        for (ArgumentRule rule : optional) {
            call.append(required.isEmpty() && rule == optional.get(0) ? "[" : "[, ")
                    .append(type(rule, signature));
        }
        call.append("]".repeat(optional.size()));
        ArgumentRule rest = signature.rest();
        if (rest != null) {
            call.append(required.isEmpty() ? "" : ", ")
                    .append(type(rest, signature))
                    .append("...");
        }
        return call.append(')').toString();
    }

    private static String type(ArgumentRule rule, Signature signature) {
        String wants = rule == ArgumentRule.ANY ? "any" : rule.wants().replaceFirst("^an? ", "");
        return signature.takesStar() && rule == ArgumentRule.ANY ? "any or *" : wants;
    }

    private static Properties notes() {
        Properties notes = new Properties();
        try (InputStream file = FunctionTable.class.getResourceAsStream("/docs/functions.properties")) {
            notes.load(new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8));
            return notes;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
