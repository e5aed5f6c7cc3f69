package dev.penstock.launcher.ruletest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * YAML values as JSON. What YAML 1.1 and 1.2 read differently ({@code on}, {@code 12:30}, {@code 017}) is a finding: a
 * payload must be what its reader takes it for.
 */
final class YamlValues {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,6})?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Findings findings;

    YamlValues(Findings findings) {
        this.findings = findings;
    }

    JsonNode of(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            ObjectNode object = json.objectNode();
            mapping.entries().forEach((name, entry) -> object.set(name, of(entry.value())));
            return object;
        }
        if (node instanceof YamlNode.Sequence sequence) {
            ArrayNode array = json.arrayNode();
            sequence.items().forEach(item -> array.add(of(item)));
            return array;
        }
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar(scalar);
        }
        throw new AssertionError(node);
    }

    private JsonNode scalar(YamlNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL, UNKNOWN -> json.nullNode();
            case BOOLEAN -> bool(scalar);
            case NUMBER -> number(scalar);
            case TEXT -> json.textNode(scalar.text());
        };
    }

    private JsonNode bool(YamlNode.Scalar scalar) {
        if (!scalar.text().matches("true|false")) {
            findings.add(
                    scalar.at(),
                    "'%s' is a Boolean to some readers of YAML and a text to others; write true, false or the text in quotes"
                            .formatted(scalar.text()));
        }
        return json.booleanNode(scalar.text().equals("true"));
    }

    private JsonNode number(YamlNode.Scalar scalar) {
        String text = scalar.text();
        if (!JSON_NUMBER.matcher(text).matches()) {
            findings.add(
                    scalar.at(),
                    "'%s' is no number in JSON; write it like 12, -1.5 or 2e3, or the text in quotes".formatted(text));
            return json.nullNode();
        }
        BigDecimal value = new BigDecimal(text);
        return WHOLE.matcher(text).matches() ? json.numberNode(value.toBigIntegerExact()) : DecimalNode.valueOf(value);
    }
}
