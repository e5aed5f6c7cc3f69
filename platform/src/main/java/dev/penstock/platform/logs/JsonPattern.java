package dev.penstock.platform.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition on messages that are JSON: <code>{ ($.a.b = "x*" || $.n[0] >= 5) && $.c NOT EXISTS }</code>. {@code *} in a
 * text stands for any characters; {@code IS NULL}, {@code IS TRUE}, {@code IS FALSE} and {@code NOT EXISTS} are there. A
 * comparison with a member that is missing, or with a value of another type, does not hold.
 */
final class JsonPattern {
    private static final Pattern SELECTOR =
            Pattern.compile("\\$((?:\\.[\\p{L}\\p{N}_@-]+|\\[\\d{1,9}\\]|\\[[\"'][^\"']+[\"']\\])+)");
    private static final Pattern STEP =
            Pattern.compile("\\.([\\p{L}\\p{N}_@-]+)|\\[(\\d+)\\]|\\[[\"']([^\"']+)[\"']\\]");
    private static final Pattern STATE =
            Pattern.compile("(?:IS\\s+(NULL|TRUE|FALSE)|(NOT\\s+EXISTS))(?![\\p{L}\\p{N}_])", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPERATOR = Pattern.compile("!=|>=|<=|=|<|>");
    private static final Pattern VALUE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[^\\s(){}&|=<>!\"]+");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,40}(\\.\\d{1,40})?([eE][-+]?\\d{1,3})?");

    private final String text;
    private int at;

    private JsonPattern(String text) {
        this.text = text;
    }

    static FilterPattern parse(String text) {
        JsonPattern parser = new JsonPattern(text);
        Predicate<JsonNode> condition = parser.all();
        return message -> {
            JsonNode tree = tree(message);
            return tree != null && condition.test(tree);
        };
    }

    private static @Nullable JsonNode tree(String message) {
        try {
            return message.startsWith("{") || message.startsWith("[") ? Json.MAPPER.readTree(message) : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private Predicate<JsonNode> all() {
        expect("{");
        Predicate<JsonNode> condition = anyOf();
        expect("}");
        skipSpace();
        if (at < text.length()) {
            throw wrong("nothing may follow the closing brace");
        }
        return condition;
    }

    private Predicate<JsonNode> anyOf() {
        Predicate<JsonNode> left = allOf();
        while (take("||")) {
            left = left.or(allOf());
        }
        return left;
    }

    private Predicate<JsonNode> allOf() {
        Predicate<JsonNode> left = single();
        while (take("&&")) {
            left = left.and(single());
        }
        return left;
    }

    private Predicate<JsonNode> single() {
        if (take("(")) {
            Predicate<JsonNode> inner = anyOf();
            expect(")");
            return inner;
        }
        String path = next(SELECTOR, "a selector like $.ruleName").group(1);
        List<Step> steps = steps(String.valueOf(path));
        Matcher state = find(STATE);
        if (state != null) {
            return state(steps, state);
        }
        String operator =
                next(OPERATOR, "=, !=, <, <=, >, >=, IS or NOT EXISTS").group();
        skipSpace();
        if (text.startsWith("%", at)) {
            throw FilterPattern.regularExpression(text.substring(at));
        }
        Matcher value = next(VALUE, "a value");
        String quoted = value.group(1);
        return comparison(
                steps, operator, quoted == null ? value.group() : quoted.replaceAll("\\\\(.)", "$1"), quoted != null);
    }

    private static List<Step> steps(String path) {
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String name = step.group(1) == null ? step.group(3) : step.group(1);
            steps.add(new Step(name, name == null ? Integer.parseInt(step.group(2)) : 0));
        }
        return steps;
    }

    private static Predicate<JsonNode> state(List<Step> steps, Matcher state) {
        if (state.group(2) != null) {
            return tree -> select(tree, steps).isMissingNode();
        }
        String wanted = String.valueOf(state.group(1)).toUpperCase(Locale.ROOT);
        return switch (wanted) {
            case "NULL" -> tree -> select(tree, steps).isNull();
            case "TRUE" ->
                tree -> select(tree, steps).isBoolean() && select(tree, steps).booleanValue();
            default ->
                tree -> select(tree, steps).isBoolean() && !select(tree, steps).booleanValue();
        };
    }

    private Predicate<JsonNode> comparison(List<Step> steps, String operator, String literal, boolean quoted) {
        boolean numeric = !quoted && NUMBER.matcher(literal).matches();
        boolean equality = operator.equals("=") || operator.equals("!=");
        if (!equality && !numeric) {
            throw wrong("%s compares numbers only".formatted(operator));
        }
        if (numeric) {
            BigDecimal number = new BigDecimal(literal);
            return tree -> {
                JsonNode value = select(tree, steps);
                return value.isNumber() && holds(operator, value.decimalValue().compareTo(number));
            };
        }
        Wildcard wanted = new Wildcard(literal);
        return tree -> {
            JsonNode value = select(tree, steps);
            boolean comparable = value.isTextual() || (value.isNumber() && !quoted);
            return comparable && wanted.matches(value.asText()) == operator.equals("=");
        };
    }

    private static boolean holds(String operator, int comparison) {
        return switch (operator) {
            case "=" -> comparison == 0;
            case "!=" -> comparison != 0;
            case "<" -> comparison < 0;
            case "<=" -> comparison <= 0;
            case ">" -> comparison > 0;
            default -> comparison >= 0;
        };
    }

    private static JsonNode select(JsonNode tree, List<Step> steps) {
        JsonNode node = tree;
        for (Step step : steps) {
            node = step.name() == null ? node.path(step.index()) : node.path(step.name());
        }
        return node;
    }

    private Matcher next(Pattern pattern, String expected) {
        Matcher found = find(pattern);
        if (found == null) {
            throw wrong("expected " + expected);
        }
        return found;
    }

    private @Nullable Matcher find(Pattern pattern) {
        skipSpace();
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong("expected " + token);
        }
    }

    private boolean take(String token) {
        skipSpace();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private AwsException wrong(String why) {
        return LogErrors.invalid("Invalid filter pattern '%s', at character %d: %s".formatted(text, at + 1, why));
    }

    /** @param name a member; null for an element of a list */
    private record Step(@Nullable String name, int index) {}
}
