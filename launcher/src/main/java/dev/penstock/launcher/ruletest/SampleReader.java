package dev.penstock.launcher.ruletest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one sample into the case that says the same in JSON, and places what is wrong with that in the YAML. */
final class SampleReader {
    private static final String NAME = "name";
    private static final String FIXTURES = "fixtures";
    private static final Set<String> OF_THE_FILE = Set.of("id", "area", "source", "sql", "sqlVersion", "ruleName");
    /** Where {@code 7} can only be meant as a text. */
    private static final Set<String> TEXTS = Set.of(
            "topic",
            "payloadText",
            "payloadBase64",
            "clientId",
            "accountId",
            "principal",
            "traceId",
            "sourceIp",
            "template",
            "expectText",
            "expectBase64",
            "expectUndefinedField",
            "note");

    private final Path file;
    private final Rule rule;
    private final @Nullable YamlNode fixtures;
    private final Findings findings;
    private final YamlValues values;

    /** @param name may be empty */
    record Rule(String name, String sql, String sqlVersion) {}

    /** @param fixtures those of the file; null when it has none */
    SampleReader(Path file, Rule rule, @Nullable YamlNode fixtures, Findings findings) {
        this.file = file;
        this.rule = rule;
        this.fixtures = fixtures;
        this.findings = findings;
        values = new YamlValues(findings);
    }

    Optional<RuleCase> read(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping sample)) {
            findings.add(node.at(), "a sample must be a map, was " + node.describe());
            return Optional.empty();
        }
        ObjectNode json = json(sample);
        for (RuleCases.Problem problem : RuleCases.problems(json)) {
            findings.add(place(sample, problem.path()), problem.text());
        }
        return Optional.of(RuleCases.of(file.toString(), sample.at().line(), json));
    }

    private ObjectNode json(YamlNode.Mapping sample) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        String area = rule.name().isEmpty() ? stem() : rule.name();
        json.put("id", "%s: %s".formatted(area, name(sample))).put("area", area);
        json.put("sql", rule.sql()).put("sqlVersion", rule.sqlVersion());
        if (!rule.name().isEmpty()) {
            json.put("ruleName", rule.name());
        }
        if (fixtures != null) {
            json.set(FIXTURES, values.of(fixtures));
        }
        sample.entries().forEach((key, entry) -> member(key, entry, json));
        return json;
    }

    private void member(String key, YamlNode.Entry entry, ObjectNode json) {
        if (OF_THE_FILE.contains(key)) {
            findings.add(entry.keyAt(), "'%s' is no key of a sample: it is said once for the file".formatted(key));
        } else if (key.equals(FIXTURES) && json.get(FIXTURES) instanceof ObjectNode ofFile) {
            // A sample's own stand-in for a service takes the place of the file's.
            JsonNode own = values.of(entry.value());
            if (own instanceof ObjectNode services) {
                ofFile.setAll(services);
            } else {
                json.set(FIXTURES, own);
            }
        } else if (!key.equals(NAME)) {
            json.set(key, value(key, entry.value()));
        }
    }

    private JsonNode value(String key, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            if (scalar.kind() == YamlNode.Kind.NULL && scalar.text().isEmpty()) {
                findings.add(node.at(), "%s has no value; write {}, null or '' for what you mean".formatted(key));
            } else if (TEXTS.contains(key)) {
                return JsonNodeFactory.instance.textNode(scalar.text());
            }
        }
        return values.of(node);
    }

    private String name(YamlNode.Mapping sample) {
        if (sample.get(NAME) instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL) {
            return scalar.text();
        }
        findings.add(sample.at(), "a sample needs a name that is a text");
        return "";
    }

    /** The deepest place that the path leads to, in the sample or in the fixtures of the file. */
    private Position place(YamlNode.Mapping sample, List<String> path) {
        if (!path.isEmpty() && path.get(0).equals(FIXTURES) && fixtures != null && !reaches(sample, path)) {
            return place(fixtures, path.subList(1, path.size()), fixtures.at());
        }
        return place(sample, path, sample.at());
    }

    private static boolean reaches(YamlNode.Mapping sample, List<String> path) {
        return sample.get(FIXTURES) instanceof YamlNode.Mapping own
                && (path.size() == 1 || own.get(path.get(1)) != null);
    }

    private static Position place(YamlNode node, List<String> path, Position otherwise) {
        if (path.isEmpty()) {
            return otherwise;
        }
        List<String> rest = path.subList(1, path.size());
        if (node instanceof YamlNode.Mapping mapping) {
            YamlNode.Entry entry = mapping.entries().get(path.get(0));
            return entry == null ? otherwise : place(entry.value(), rest, entry.keyAt());
        }
        if (node instanceof YamlNode.Sequence sequence && path.get(0).matches("\\d{1,6}")) {
            int index = Integer.parseInt(path.get(0));
            return index < sequence.items().size()
                    ? place(
                            sequence.items().get(index),
                            rest,
                            sequence.items().get(index).at())
                    : otherwise;
        }
        return otherwise;
    }

    /** The name of the file without its endings. */
    private String stem() {
        return String.valueOf(file.getFileName()).replaceAll("(\\.rule)?\\.ya?ml$", "");
    }
}
