package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.Field;
import dev.penstock.rules.sql.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters in JSON, in the IoT API's spelling; {@link #done} refuses the ones that nobody asked for. */
final class JsonParameters implements ActionParameters {
    private final String path;
    private final String fieldPrefix;
    private final JsonNode json;
    private final ActionFields fields;
    private final List<String> known = new ArrayList<>();
    private final List<JsonParameters> inner = new ArrayList<>();

    /** @param path where the action stands, for example {@code actions[0].kinesis} */
    JsonParameters(String path, JsonNode json, ActionFields fields) {
        this(path, "", json, fields);
    }

    private JsonParameters(String path, String fieldPrefix, JsonNode json, ActionFields fields) {
        if (!json.isObject()) {
            throw invalidRequest("%s: an object is expected, not %s".formatted(path, json));
        }
        this.path = path;
        this.fieldPrefix = fieldPrefix;
        this.json = json;
        this.fields = fields;
    }

    @Override
    public Field template(String name) {
        return optionalTemplate(name).orElseThrow(() -> missing(name));
    }

    @Override
    public Field template(String name, String otherwise) {
        return optionalTemplate(name).orElseGet(() -> field(name, otherwise));
    }

    @Override
    public Optional<Field> optionalTemplate(String name) {
        return optionalText(name).map(text -> field(name, text));
    }

    @Override
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    @Override
    public Optional<String> optionalText(String name) {
        JsonNode value = value(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw invalid(name, "a text is expected, not %s".formatted(value));
        }
        return Optional.of(value.textValue());
    }

    @Override
    public String oneOf(String name, List<String> words) {
        String word = optionalText(name).orElse(words.get(0));
        if (!words.contains(word)) {
            throw invalid(
                    name,
                    "'%s' is none of %s.%s".formatted(word, String.join(", ", words), Spelling.hint(word, words)));
        }
        return word;
    }

    @Override
    public int number(String name, int otherwise, int min, int max) {
        JsonNode value = value(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        String text = value.asText();
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw invalid(name, "'%s' is not a number from %d to %d".formatted(text, min, max));
        }
        return Integer.parseInt(text);
    }

    @Override
    public boolean flag(String name, boolean otherwise) {
        JsonNode value = value(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        String text = value.asText();
        if (!text.equals("true") && !text.equals("false")) {
            throw invalid(name, "true or false is expected, not %s".formatted(value));
        }
        return text.equals("true");
    }

    @Override
    public Optional<ActionParameters> structure(String name) {
        JsonNode value = value(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(nested(name, value));
    }

    @Override
    public List<ActionParameters> structures(String name) {
        JsonNode value = value(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(name, "a list is expected, not %s".formatted(value));
        }
        List<ActionParameters> all = new ArrayList<>();
        for (JsonNode item : value) {
            all.add(nested("%s[%d]".formatted(name, all.size()), item));
        }
        return all;
    }

    @Override
    public Map<String, Field> templates(String name) {
        JsonNode value = value(name);
        Map<String, Field> all = new LinkedHashMap<>();
        if (!value.isMissingNode()) {
            JsonParameters map = nested(name, value);
            value.fieldNames().forEachRemaining(key -> all.put(key, map.template(key)));
        }
        return all;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Override
    public void ignore(String name) {
        known.add(name);
    }

    @Override
    public void refuse(String name, String reason) {
        if (json.has(name)) {
            throw invalid(name, "this parameter is not supported here: " + reason);
        }
    }

    @Override
    public AwsException invalid(String name, String problem) {
        return invalidRequest("%s.%s: %s".formatted(path, name, problem));
    }

    /** @throws AwsException InvalidRequestException for the first parameter that was not asked for */
    void done() {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw invalid(
                        name,
                        "there is no parameter '%s' here; there are: %s.%s"
                                .formatted(name, String.join(", ", known), Spelling.hint(name, known)));
            }
        });
        inner.forEach(JsonParameters::done);
    }

    private JsonNode value(String name) {
        known.add(name);
        JsonNode value = json.path(name);
        return value.isNull() ? json.path("") : value;
    }

    private JsonParameters nested(String name, JsonNode value) {
        JsonParameters nested = new JsonParameters(path + "." + name, fieldPrefix + name + ".", value, fields);
        inner.add(nested);
        return nested;
    }

    private Field field(String name, String text) {
        return fields.add(fieldPrefix + name, text, path + "." + name);
    }

    private AwsException missing(String name) {
        return invalidRequest("%s: the parameter '%s' is missing".formatted(path, name));
    }

    static AwsException invalidRequest(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }
}
