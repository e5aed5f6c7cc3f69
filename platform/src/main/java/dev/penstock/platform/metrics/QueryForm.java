package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A form of the Query protocol as a tree: {@code A.member.2.B=x} is member B of the second item of list A. Items may come
 * in any order and with gaps, as AWS takes them.
 */
final class QueryForm {
    private static final int MAX_FIELDS = 200_000;
    private static final int MAX_DEPTH = 16;
    private static final String MEMBER = "member";

    private final Map<String, QueryForm> parts = new TreeMap<>(QueryForm::compare);
    private @Nullable String text;

    private QueryForm() {}

    /** @throws AwsException MalformedQueryString */
    static ObjectNode read(String form) {
        QueryForm root = new QueryForm();
        try {
            new QueryStringDecoder(form, StandardCharsets.UTF_8, false, MAX_FIELDS)
                    .parameters()
                    .forEach((name, values) -> root.put(name.split("\\.", MAX_DEPTH + 1), values.get(0)));
        } catch (IllegalArgumentException badEscape) {
            throw malformed(String.valueOf(badEscape.getMessage()));
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        root.parts.forEach((name, part) -> tree.set(name, part.tree()));
        return tree;
    }

    private void put(String[] path, String value) {
        if (path.length > MAX_DEPTH) {
            throw malformed("a parameter has more than %d parts".formatted(MAX_DEPTH));
        }
        QueryForm at = this;
        for (String part : path) {
            at = at.parts.computeIfAbsent(part, name -> new QueryForm());
        }
        at.text = value;
    }

    private JsonNode tree() {
        if (parts.isEmpty()) {
            return JsonNodeFactory.instance.textNode(String.valueOf(text));
        }
        QueryForm items = parts.get(MEMBER);
        if (items != null && parts.size() == 1) {
            return JsonNodeFactory.instance
                    .arrayNode()
                    .addAll(items.parts.values().stream().map(QueryForm::tree).toList());
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        parts.forEach((name, part) -> tree.set(name, part.tree()));
        return tree;
    }

    /** Positions by number, where a longer one is larger, before names. */
    private static int compare(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        return number && one.length() != other.length()
                ? Integer.compare(one.length(), other.length())
                : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty()
                && part.charAt(0) >= '1'
                && part.charAt(0) <= '9'
                && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static AwsException malformed(String why) {
        return new AwsException("MalformedQueryString", 400, "The form cannot be read: " + why);
    }
}
