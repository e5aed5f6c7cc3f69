package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.sql.Spelling;
import java.util.ArrayList;
import java.util.List;

/** The parameters of one action as they are read; {@link #done} refuses the ones that nobody asked for. */
public final class ActionParameters {
    private final String path;
    private final JsonNode json;
    private final RuleTemplates templates;
    private final List<String> known = new ArrayList<>();

    /** @param path where the action stands, for example {@code actions[0].kinesis} */
    ActionParameters(String path, JsonNode json, RuleTemplates templates) {
        this.path = path;
        this.json = json;
        this.templates = templates;
    }

    /** A text that must be there. */
    public CompiledTemplate template(String name) {
        known.add(name);
        if (json.path(name).isMissingNode()) {
            throw invalid("%s: the parameter '%s' is missing".formatted(path, name));
        }
        return text(name, json.path(name));
    }

    /** A text, or what stands for it when it is not given. */
    public CompiledTemplate template(String name, String otherwise) {
        known.add(name);
        JsonNode value = json.path(name);
        return value.isMissingNode() ? templates.compile(otherwise, path + "." + name) : text(name, value);
    }

    /** A small whole number from 0, given as a number or as digits. */
    public int number(String name, int otherwise, int max) {
        known.add(name);
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        String text = value.asText();
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > max) {
            throw invalid("%s.%s: '%s' is not a number from 0 to %d".formatted(path, name, text, max));
        }
        return Integer.parseInt(text);
    }

    /** A parameter that is accepted and has no effect here. */
    public void ignore(String name) {
        known.add(name);
    }

    /** A parameter that AWS has and this release does not. */
    public void refuse(String name, String reason) {
        if (!json.path(name).isMissingNode()) {
            throw invalid("%s: the parameter '%s' is not supported yet: %s".formatted(path, name, reason));
        }
    }

    /** @throws AwsException InvalidRequestException for the first parameter that was not asked for */
    public void done() {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw invalid("%s: there is no parameter '%s'; it has: %s.%s"
                        .formatted(path, name, String.join(", ", known), Spelling.hint(name, known)));
            }
        });
    }

    private CompiledTemplate text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw invalid("%s.%s: a text is expected, not %s".formatted(path, name, value));
        }
        return templates.compile(value.textValue(), path + "." + name);
    }

    static AwsException invalid(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }
}
