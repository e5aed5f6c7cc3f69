package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The values of a template's parameters: what the user gave, else the default; checked against the declared limits.
 * Source: CloudFormation User Guide, Parameters section.
 */
final class Parameters {
    private static final List<String> TYPES = List.of("String", "Number", "CommaDelimitedList", "List<Number>");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Set<String> KNOWN = Set.of(
            "Type",
            "Default",
            "Description",
            "NoEcho",
            "ConstraintDescription",
            "AllowedValues",
            "AllowedPattern",
            "MinLength",
            "MaxLength",
            "MinValue",
            "MaxValue");

    /** A value that is kept elsewhere; the text of its default or of the user stands for it. */
    private static final Pattern STORED = Pattern.compile("AWS::SSM::Parameter::Value<(.+)>");

    private static final Pattern AWS_TYPE = Pattern.compile("AWS::[A-Za-z0-9]+::[A-Za-z0-9:]+");

    private final String file;
    private final PlanDraft draft;
    private final Findings errors;

    /** @param draft is told what is only a stand-in */
    Parameters(String file, PlanDraft draft, Findings errors) {
        this.file = file;
        this.draft = draft;
        this.errors = errors;
    }

    /** Every parameter's value: a scalar, or a list for the list types. */
    Map<String, YamlNode> values(YamlNode.@Nullable Mapping section, Map<String, String> given) {
        Map<String, YamlNode.Entry> declared = section == null ? Map.of() : section.entries();
        for (String name : given.keySet()) {
            if (!declared.containsKey(name)) {
                errors.add(
                        Position.of(file),
                        "parameter '%s' was given, but the template declares no such parameter; it declares: %s%s"
                                .formatted(
                                        name,
                                        declared.isEmpty() ? "none" : String.join(", ", declared.keySet()),
                                        Suggestion.didYouMean(name, declared.keySet())));
            }
        }
        Map<String, YamlNode> values = new LinkedHashMap<>();
        declared.forEach((name, entry) -> values.put(name, value(name, entry, given.get(name))));
        return values;
    }

    private YamlNode value(String name, YamlNode.Entry entry, @Nullable String given) {
        if (!(entry.value() instanceof YamlNode.Mapping declaration)) {
            errors.add(entry.value().at(), "parameter '%s' must be a map with a Type".formatted(name));
            return YamlNode.unknown(entry.keyAt());
        }
        declaration.entries().forEach((key, attribute) -> {
            if (!KNOWN.contains(key)) {
                errors.add(
                        attribute.keyAt(),
                        "parameter '%s': '%s' is not supported%s"
                                .formatted(name, key, Suggestion.didYouMean(key, KNOWN)));
            }
        });
        Map<String, String> texts = texts(declaration);
        String declaredType = texts.getOrDefault("Type", "");
        String type = plainType(declaredType);
        if (!TYPES.contains(type)) {
            errors.add(
                    entry.keyAt(),
                    "parameter '%s': type '%s' is not supported; supported: %s, and AWS's own types%s"
                            .formatted(name, type, String.join(", ", TYPES), Suggestion.didYouMean(type, TYPES)));
            return YamlNode.unknown(entry.keyAt());
        }
        String text = given != null ? given : texts.get("Default");
        if (text == null) {
            errors.add(entry.keyAt(), "parameter '%s' has no Default and no value was given".formatted(name));
            return YamlNode.unknown(entry.keyAt());
        }
        if (given == null && STORED.matcher(declaredType).matches()) {
            draft.ignored(
                    entry.keyAt(),
                    "parameter '%s': there is no parameter store here; its default '%s' is taken as the value"
                            .formatted(name, text));
        }
        return checked(new Declared(name, type, texts, declaration, entry.keyAt()), text);
    }

    /** AWS's own types are texts, or lists of texts. */
    private static String plainType(String type) {
        Matcher stored = STORED.matcher(type);
        String inner = stored.matches() ? stored.group(1) : type;
        if (inner.startsWith("List<") && !inner.equals("List<Number>")) {
            return "CommaDelimitedList";
        }
        return AWS_TYPE.matcher(inner).matches() ? "String" : inner;
    }

    private YamlNode checked(Declared parameter, String text) {
        boolean list = parameter.type().equals("CommaDelimitedList")
                || parameter.type().startsWith("List<");
        List<String> items =
                list ? Arrays.stream(text.split(",", -1)).map(String::strip).toList() : List.of(text);
        for (String item : items) {
            check(parameter, item);
        }
        if (!list) {
            return YamlNode.text(text, parameter.at());
        }
        return new YamlNode.Sequence(
                items.stream()
                        .<YamlNode>map(item -> YamlNode.text(item, parameter.at()))
                        .toList(),
                parameter.at());
    }

    private void check(Declared parameter, String value) {
        boolean number = parameter.type().contains("Number");
        if (number && !NUMBER.matcher(value).matches()) {
            refuse(parameter, value, "must be a number");
            return;
        }
        checkAllowed(parameter, value);
        checkPattern(parameter, value);
        if (number) {
            BigDecimal amount = new BigDecimal(value);
            limit(parameter, "MinValue", value, limit -> amount.compareTo(limit) < 0);
            limit(parameter, "MaxValue", value, limit -> amount.compareTo(limit) > 0);
        } else {
            BigDecimal length = BigDecimal.valueOf(value.length());
            limit(parameter, "MinLength", value, limit -> length.compareTo(limit) < 0);
            limit(parameter, "MaxLength", value, limit -> length.compareTo(limit) > 0);
        }
    }

    private void checkAllowed(Declared parameter, String value) {
        if (parameter.declaration().get("AllowedValues") instanceof YamlNode.Sequence allowed) {
            List<String> texts = allowed.items().stream()
                    .map(item -> item instanceof YamlNode.Scalar scalar ? scalar.text() : item.describe())
                    .toList();
            if (!texts.contains(value)) {
                refuse(parameter, value, "must be one of AllowedValues: " + String.join(", ", texts));
            }
        }
    }

    private void checkPattern(Declared parameter, String value) {
        String pattern = parameter.texts().get("AllowedPattern");
        if (pattern == null) {
            return;
        }
        try {
            if (!Pattern.matches(pattern, value)) {
                refuse(parameter, value, "must match AllowedPattern " + pattern);
            }
        } catch (PatternSyntaxException malformed) {
            errors.add(
                    parameter.at(),
                    "parameter '%s': AllowedPattern '%s' is not a regular expression: %s"
                            .formatted(parameter.name(), pattern, malformed.getDescription()));
        }
    }

    private void limit(Declared parameter, String key, String value, Predicate<BigDecimal> broken) {
        String limit = parameter.texts().get(key);
        if (limit == null) {
            return;
        }
        if (!NUMBER.matcher(limit).matches()) {
            errors.add(
                    parameter.at(),
                    "parameter '%s': %s must be a number, was '%s'".formatted(parameter.name(), key, limit));
        } else if (broken.test(new BigDecimal(limit))) {
            refuse(parameter, value, "breaks %s %s".formatted(key, limit));
        }
    }

    private void refuse(Declared parameter, String value, String why) {
        boolean secret = Boolean.parseBoolean(parameter.texts().get("NoEcho"));
        errors.add(
                parameter.at(),
                "parameter '%s': value '%s' %s".formatted(parameter.name(), secret ? "****" : value, why));
    }

    private static Map<String, String> texts(YamlNode.Mapping declaration) {
        Map<String, String> texts = new HashMap<>();
        declaration.entries().forEach((key, entry) -> {
            if (entry.value() instanceof YamlNode.Scalar scalar) {
                texts.put(key, scalar.text());
            }
        });
        return texts;
    }

    private record Declared(
            String name, String type, Map<String, String> texts, YamlNode.Mapping declaration, Position at) {}
}
