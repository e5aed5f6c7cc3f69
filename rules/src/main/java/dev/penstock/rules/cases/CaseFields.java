package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.RuleCases.Problem;
import dev.penstock.rules.sql.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object of a case, read strictly: a wrong type or a member nobody asked for is a problem. */
final class CaseFields {
    private final JsonNode object;
    private final List<String> path;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    CaseFields(JsonNode object, List<String> path, List<Problem> problems) {
        this.object = object;
        this.path = List.copyOf(path);
        this.problems = problems;
        if (!object.isObject()) {
            problems.add(new Problem(path, "%sa JSON object is expected, this is %s".formatted(place(path), object)));
        }
    }

    boolean has(String name) {
        known.add(name);
        return object.has(name);
    }

    /** Any JSON; missing when it is not there. */
    JsonNode json(String name) {
        return has(name) ? object.get(name) : MissingNode.getInstance();
    }

    /** A text, or null when there is none. */
    @Nullable
    String text(String name) {
        JsonNode value = json(name);
        if (value.isMissingNode() || value.isTextual()) {
            return value.textValue();
        }
        wrong(name, "a text is expected, this is %s".formatted(value));
        return null;
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** One of a few texts. */
    String choice(String name, String otherwise, String... others) {
        String text = text(name, otherwise);
        List<String> allowed = List.of(others);
        if (!text.equals(otherwise) && !allowed.contains(text)) {
            wrong(name, "'%s' is not one of %s".formatted(text, String.join(", ", allowed)));
        }
        return text;
    }

    @Nullable
    BigDecimal number(String name) {
        JsonNode value = json(name);
        if (value.isNumber()) {
            return value.decimalValue();
        }
        wrong(name, value.isMissingNode() ? "is missing" : "a number is expected, this is %s".formatted(value));
        return null;
    }

    /** Bytes given as Base64, or null when there are none. */
    byte @Nullable [] base64(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException broken) {
            wrong(name, "'%s' is not Base64: %s".formatted(text, broken.getMessage()));
            return null;
        }
    }

    /** The members of an object inside; empty when there is none. */
    CaseFields object(String name) {
        JsonNode value = json(name);
        return new CaseFields(value.isMissingNode() ? Json.MAPPER.createObjectNode() : value, below(name), problems);
    }

    /** Every member as an object, for example table by table. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    void wrong(String name, String text) {
        problems.add(new Problem(below(name), "%s: %s".formatted(String.join(".", below(name)), text)));
    }

    /** To be called last: members that were not asked for are unknown. */
    void done() {
        for (String name : names()) {
            if (!known.contains(name)) {
                problems.add(new Problem(
                        below(name),
                        "%sunknown field '%s'.%s".formatted(place(path), name, Spelling.hint(name, known))));
            }
        }
    }

    List<String> below(String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    List<Problem> problems() {
        return problems;
    }

    private static String place(List<String> path) {
        return path.isEmpty() ? "" : String.join(".", path) + ": ";
    }
}
