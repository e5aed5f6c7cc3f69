package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads values of a settings file; what is wrong is reported with its place and then missing. */
final class SettingsNodes {
    private final Findings errors;

    SettingsNodes(Findings errors) {
        this.errors = errors;
    }

    /** Reports every key that is not known. */
    void checkKeys(String what, YamlNode.Mapping mapping, List<String> known) {
        for (Map.Entry<String, YamlNode.Entry> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                errors.add(
                        entry.getValue().keyAt(),
                        "unknown %s '%s'%s; known are %s"
                                .formatted(what, entry.getKey(), Suggestion.didYouMean(entry.getKey(), known), known));
            }
        }
    }

    Optional<String> text(YamlNode.Mapping mapping, String key) {
        YamlNode node = mapping.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL) {
            return Optional.of(scalar.text());
        }
        errors.add(node.at(), "'%s' must be a text, was %s".formatted(key, node.describe()));
        return Optional.empty();
    }

    Optional<Long> number(YamlNode.Mapping mapping, String key) {
        return text(mapping, key).flatMap(text -> {
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException notANumber) {
                errors.add(mapping.at(), "'%s' must be a whole number, was '%s'".formatted(key, text));
                return Optional.empty();
            }
        });
    }

    Optional<YamlNode.Mapping> mapping(YamlNode.Mapping parent, String key) {
        YamlNode node = parent.get(key);
        if (node == null || node instanceof YamlNode.Mapping) {
            return Optional.ofNullable((YamlNode.Mapping) node);
        }
        errors.add(node.at(), "'%s' must be a map, was %s".formatted(key, node.describe()));
        return Optional.empty();
    }
}
