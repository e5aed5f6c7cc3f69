package dev.penstock.analytics.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON of a case; what is wrong is an IllegalArgumentException that names the place. */
final class Fields {
    private Fields() {}

    static JsonNode object(JsonNode node, String place, Set<String> known) {
        if (!node.isObject()) {
            throw wrong("%s must be an object", place);
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("%s has an unknown field '%s'; there are %s"
                        .formatted(
                                place,
                                name,
                                String.join(", ", known.stream().sorted().toList())));
            }
        });
        return node;
    }

    static String text(JsonNode object, String field, String place) {
        JsonNode node = object.path(field);
        if (!node.isTextual()) {
            throw wrong("%s must have a text '" + field + "'", place);
        }
        return node.textValue();
    }

    static @Nullable String textOrNull(JsonNode object, String field, String place) {
        return object.path(field).isMissingNode() || object.path(field).isNull() ? null : text(object, field, place);
    }

    /** A number from 1 on; 1 when it is missing. */
    static int count(JsonNode object, String field, int most) {
        JsonNode node = object.path(field);
        if (node.isMissingNode()) {
            return 1;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < 1 || node.asInt() > most) {
            throw wrong("'" + field + "' must be a whole number from 1 to %s", "" + most);
        }
        return node.asInt();
    }

    /** The elements of a list; none when it may be missing and is. */
    static List<JsonNode> list(JsonNode object, String field, boolean isRequired) {
        JsonNode node = object.path(field);
        if (node instanceof MissingNode && !isRequired) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong("'%s' must be a list", field);
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    static IllegalArgumentException wrong(String text, String place) {
        return new IllegalArgumentException(text.formatted(place));
    }
}
