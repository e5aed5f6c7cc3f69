package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.rules.RuleSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the section {@code rules} of a settings file says about actions:
 *
 * <pre>{@code
 * rules:
 *   recordOnly: true                  # or a list of kinds: [timestream, kafka]
 *   actions: [my-actions.jar]         # jars with providers of further actions
 *   http:
 *     confirmation: automatic         # or required
 *     remote: false                   # whether other machines may be reached
 *   sinks: {maxBytes: 67108864, maxEntries: 100000}
 * }</pre>
 */
final class ActionOptionsReader {
    static final List<String> KEYS = List.of("recordOnly", "actions", "http", "sinks");
    private static final List<String> HTTP_KEYS = List.of("confirmation", "remote");
    private static final List<String> SINK_KEYS = List.of("maxBytes", "maxEntries");

    private final Path folder;
    private final Findings errors;
    private final SettingsNodes nodes;

    /** @param folder what relative paths are relative to */
    ActionOptionsReader(Path folder, Findings errors) {
        this.folder = folder;
        this.errors = errors;
        nodes = new SettingsNodes(errors);
    }

    ActionOptions read(YamlNode.Mapping rules) {
        Optional<YamlNode.Mapping> http = nodes.mapping(rules, "http");
        Optional<YamlNode.Mapping> sinks = nodes.mapping(rules, "sinks");
        http.ifPresent(mapping -> nodes.checkKeys("setting of 'http'", mapping, HTTP_KEYS));
        sinks.ifPresent(mapping -> nodes.checkKeys("setting of 'sinks'", mapping, SINK_KEYS));
        return new ActionOptions(
                recordOnly(rules.get("recordOnly")),
                http.map(this::confirmsAutomatically).orElse(false),
                http.map(mapping -> flag(mapping, "remote")).orElse(false),
                jars(rules.get("actions")),
                sinks.flatMap(mapping -> positive(mapping, "maxBytes", Long.MAX_VALUE))
                        .orElse(ActionOptions.DEFAULT.sinkBytes()),
                sinks.flatMap(mapping -> positive(mapping, "maxEntries", Integer.MAX_VALUE))
                        .map(Math::toIntExact)
                        .orElse(ActionOptions.DEFAULT.sinkEntries()));
    }

    private Set<String> recordOnly(@Nullable YamlNode node) {
        if (node == null) {
            return Set.of();
        }
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.BOOLEAN) {
            return Boolean.parseBoolean(scalar.text()) ? RuleSettings.RECORDABLE : Set.of();
        }
        Set<String> kinds = new HashSet<>();
        for (YamlNode.Scalar kind : texts("recordOnly", "true, false or a list of actions", node)) {
            if (!RuleSettings.RECORDABLE.contains(kind.text())) {
                errors.add(
                        kind.at(),
                        "'%s' is no action that can be recorded only; these are: %s"
                                .formatted(kind.text(), String.join(", ", new TreeSet<>(RuleSettings.RECORDABLE))));
            } else {
                kinds.add(kind.text());
            }
        }
        return kinds;
    }

    private List<Path> jars(@Nullable YamlNode node) {
        List<Path> jars = new ArrayList<>();
        if (node != null) {
            for (YamlNode.Scalar file : texts("actions", "a list of jars", node)) {
                Path jar = folder.resolve(file.text());
                if (!Files.isReadable(jar)) {
                    errors.add(file.at(), "'actions': there is no jar at %s".formatted(jar));
                }
                jars.add(jar);
            }
        }
        return jars;
    }

    private boolean confirmsAutomatically(YamlNode.Mapping http) {
        String confirmation = nodes.text(http, "confirmation").orElse("required");
        if (!confirmation.equals("automatic") && !confirmation.equals("required")) {
            errors.add(http.at(), "'confirmation' is 'automatic' or 'required', was '%s'".formatted(confirmation));
        }
        return confirmation.equals("automatic");
    }

    private boolean flag(YamlNode.Mapping mapping, String key) {
        String text = nodes.text(mapping, key).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(mapping.at(), "'%s' is true or false, was '%s'".formatted(key, text));
        }
        return text.equals("true");
    }

    private Optional<Long> positive(YamlNode.Mapping mapping, String key, long max) {
        return nodes.number(mapping, key).flatMap(number -> {
            if (number >= 1 && number <= max) {
                return Optional.of(number);
            }
            errors.add(mapping.at(), "'%s' must be 1 to %d, was %d".formatted(key, max, number));
            return Optional.empty();
        });
    }

    private List<YamlNode.Scalar> texts(String key, String expected, YamlNode node) {
        List<YamlNode.Scalar> texts = new ArrayList<>();
        List<YamlNode> items = node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
        for (YamlNode item : items) {
            if (node instanceof YamlNode.Sequence
                    && item instanceof YamlNode.Scalar scalar
                    && scalar.kind() != YamlNode.Kind.NULL) {
                texts.add(scalar);
            } else {
                errors.add(item.at(), "'%s' must be %s, was %s".formatted(key, expected, item.describe()));
            }
        }
        return texts;
    }
}
