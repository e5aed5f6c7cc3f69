package dev.penstock.launcher.ruletest;

import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.TemplateException;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.launcher.yaml.Finding;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.launcher.yaml.YamlReader;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.rules.RuleCase;
import dev.penstock.rules.TopicRule;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code *.rule.yaml}: one rule, written out or taken from a template, and samples of messages for it. */
final class RuleFile {
    private static final String RULE_NAME = "ruleName";
    private static final String SQL = "sql";
    private static final String SQL_VERSION = "sqlVersion";
    private static final String TEMPLATE = "templateFile";
    private static final String PARAMETERS = "parameters";
    private static final String FIXTURES = "fixtures";
    private static final String SAMPLES = "samples";
    private static final List<String> KEYS =
            List.of(RULE_NAME, SQL, SQL_VERSION, TEMPLATE, PARAMETERS, FIXTURES, SAMPLES);

    private final Path file;
    private final YamlNode.Mapping root;
    private final Findings findings;

    private RuleFile(Path file, YamlNode.Mapping root, Findings findings) {
        this.file = file;
        this.root = root;
        this.findings = findings;
    }

    /** The cases of a file, one for each sample; without meaning when the findings have grown. */
    static List<RuleCase> read(Path file, Findings findings) {
        return text(file, findings)
                .flatMap(text -> YamlReader.read(file.toString(), text, YamlReader.TagExpansion.NONE, findings))
                .map(root -> new RuleFile(file, root, findings).cases())
                .orElse(List.of());
    }

    private static Optional<String> text(Path file, Findings findings) {
        Position whole = Position.of(file.toString());
        try {
            String text = Files.readString(file);
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (MalformedInputException binary) {
            findings.add(whole, "the file is not UTF-8 text");
        } catch (IOException failure) {
            findings.add(whole, "the file cannot be read: " + failure.getMessage());
        }
        return Optional.empty();
    }

    private List<RuleCase> cases() {
        root.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                findings.add(entry.keyAt(), "unknown key '%s'%s".formatted(key, Suggestion.didYouMean(key, KEYS)));
            }
        });
        SampleReader samples = new SampleReader(file, rule(), root.get(FIXTURES), findings);
        if (!(root.get(SAMPLES) instanceof YamlNode.Sequence list)
                || list.items().isEmpty()) {
            findings.add(place(SAMPLES), "samples must be a list of at least one sample");
            return List.of();
        }
        List<RuleCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : list.items()) {
            samples.read(item).ifPresent(read -> {
                if (!names.add(read.id())) {
                    findings.add(item.at(), "two samples have the same name '%s'".formatted(read.id()));
                }
                cases.add(read);
            });
        }
        return cases;
    }

    private SampleReader.Rule rule() {
        String name = text(RULE_NAME, "");
        if (root.get(TEMPLATE) == null) {
            refuse(PARAMETERS, "goes with templateFile only");
            if (root.get(SQL) == null) {
                findings.add(root.at(), "sql is missing; or say templateFile and ruleName");
            }
            return new SampleReader.Rule(name, text(SQL, ""), text(SQL_VERSION, TopicRule.DEFAULT_SQL_VERSION));
        }
        refuse(SQL, "is taken from the template; remove it or templateFile");
        refuse(SQL_VERSION, "is taken from the template; remove it or templateFile");
        return deployed(name)
                .map(rule -> new SampleReader.Rule(rule.name(), rule.sql(), rule.sqlVersion()))
                .orElse(new SampleReader.Rule(name, "", TopicRule.DEFAULT_SQL_VERSION));
    }

    /** The rule of that name in the template. */
    private Optional<TopicRule> deployed(String name) {
        Path template = file.resolveSibling(text(TEMPLATE, ""));
        try {
            PipelinePlan plan = TemplateReader.read(template, parameters(), AwsIdentity.DEFAULT);
            List<String> names = plan.rules().stream().map(TopicRule::name).toList();
            if (!names.contains(name)) {
                findings.add(
                        place(RULE_NAME),
                        "the template has no rule '%s', but %s%s"
                                .formatted(name, names, Suggestion.didYouMean(name, names)));
            }
            return plan.rules().stream()
                    .filter(rule -> rule.name().equals(name))
                    .findFirst();
        } catch (TemplateException unusable) {
            for (Finding finding : unusable.findings()) {
                findings.add(place(TEMPLATE), "the template cannot be used: " + finding);
            }
            return Optional.empty();
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (root.get(PARAMETERS) instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                if (entry.value() instanceof YamlNode.Scalar scalar) {
                    parameters.put(name, scalar.text());
                } else {
                    findings.add(entry.value().at(), "the value of a parameter must be a text or a number");
                }
            });
        } else if (root.get(PARAMETERS) != null) {
            findings.add(place(PARAMETERS), "parameters must be a map of names and values");
        }
        return parameters;
    }

    private String text(String key, String otherwise) {
        YamlNode node = root.get(key);
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL) {
            return scalar.text();
        }
        if (node != null) {
            findings.add(node.at(), "%s must be a text, was %s".formatted(key, node.describe()));
        }
        return otherwise;
    }

    private void refuse(String key, String reason) {
        if (root.get(key) != null) {
            findings.add(place(key), "%s %s".formatted(key, reason));
        }
    }

    private Position place(String key) {
        YamlNode.Entry entry = root.entries().get(key);
        return entry == null ? root.at() : entry.keyAt();
    }
}
