package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** When two JSON values count as the same, and how a part of one is found. */
final class Likeness {
    private Likeness() {}

    /** Numbers by exact value (10 is 10.0), members in any order, elements in order. */
    static boolean same(JsonNode wanted, JsonNode given) {
        if (wanted.isNumber() && given.isNumber()) {
            return wanted.decimalValue().compareTo(given.decimalValue()) == 0;
        }
        if (wanted.getNodeType() != given.getNodeType() || wanted.size() != given.size()) {
            return false;
        }
        if (wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(member ->
                            given.has(member.getKey()) && same(member.getValue(), given.get(member.getKey())));
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!same(wanted.get(i), given.get(i))) {
                return false;
            }
        }
        return wanted.isArray() || wanted.equals(given);
    }

    /**
     * @param path empty for the whole value; else the name of a member, or names and element numbers parted by dots
     */
    static JsonNode at(JsonNode value, String path) {
        if (path.isEmpty() || value.has(path)) {
            return path.isEmpty() ? value : value.get(path);
        }
        JsonNode part = value;
        for (String step : path.split("\\.", -1)) {
            part = part.isArray() ? element(part, step) : part.path(step);
        }
        return part;
    }

    private static JsonNode element(JsonNode array, String step) {
        return step.matches("\\d{1,6}") ? array.path(Integer.parseInt(step)) : MissingNode.getInstance();
    }
}
