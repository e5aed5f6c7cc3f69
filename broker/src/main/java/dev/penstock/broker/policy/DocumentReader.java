package dev.penstock.broker.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads policy documents. What has no meaning is refused, so that nobody relies on it. */
final class DocumentReader {
    /** Not counting white space. */
    private static final int MAX_CHARACTERS = 2048;

    private static final String WITH_VARIABLES = "2012-10-17";
    private static final Set<String> VERSIONS = Set.of(WITH_VARIABLES, "2008-10-17");
    private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_MEMBERS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");

    private final JsonNode root;
    private final boolean variables;

    DocumentReader(String text) {
        if (text.chars().filter(c -> !Character.isWhitespace(c)).count() > MAX_CHARACTERS) {
            throw PolicyErrors.malformed(
                    "it has more than %d characters that are no white space".formatted(MAX_CHARACTERS));
        }
        root = tree(text);
        checkMembers(root, MEMBERS, "the document");
        String version = root.has("Version") ? text(root.get("Version"), "Version") : "2008-10-17";
        if (!VERSIONS.contains(version)) {
            throw PolicyErrors.malformed("Version must be %s, not '%s'".formatted(WITH_VARIABLES, version));
        }
        variables = version.equals(WITH_VARIABLES);
    }

    private static JsonNode tree(String text) {
        try {
            JsonNode tree = Json.MAPPER
                    .reader()
                    .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .readTree(text);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException malformed) {
            throw PolicyErrors.malformed("it is not JSON: " + malformed.getOriginalMessage());
        }
        throw PolicyErrors.malformed("it must be a JSON object");
    }

    List<Statement> statements() {
        JsonNode given = root.path("Statement");
        List<JsonNode> nodes = new ArrayList<>();
        if (given.isArray()) {
            given.forEach(nodes::add);
        } else if (given.isObject()) {
            nodes.add(given);
        }
        if (nodes.isEmpty()) {
            throw PolicyErrors.malformed("it needs a Statement, or a list of them");
        }
        List<Statement> statements = new ArrayList<>();
        for (JsonNode node : nodes) {
            statements.add(statement(node, "statement " + (statements.size() + 1)));
        }
        return statements;
    }

    private Statement statement(JsonNode node, String where) {
        if (!node.isObject()) {
            throw PolicyErrors.malformed(where + " must be an object");
        }
        checkMembers(node, STATEMENT_MEMBERS, where);
        String effect = text(node.path("Effect"), "Effect of " + where);
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw PolicyErrors.malformed("Effect of %s must be Allow or Deny, not '%s'".formatted(where, effect));
        }
        boolean notActions = either(node, "Action", where);
        boolean notResources = either(node, "Resource", where);
        return new Statement(
                node.has("Sid") ? text(node.get("Sid"), "Sid of " + where) : "",
                effect.equals("Allow"),
                texts(node.get(notActions ? "NotAction" : "Action"), "Action of " + where).stream()
                        .map(action -> action(action, where))
                        .toList(),
                notActions,
                texts(node.get(notResources ? "NotResource" : "Resource"), "Resource of " + where).stream()
                        .map(resource -> resource(resource, where))
                        .toList(),
                notResources,
                node.has("Condition") ? conditions(node.get("Condition"), where) : List.of());
    }

    /** Exactly one of the member and the one with {@code Not} must be there. */
    private static boolean either(JsonNode node, String member, String where) {
        boolean not = node.has("Not" + member);
        if (not == node.has(member)) {
            throw PolicyErrors.malformed("%s needs %s or Not%s, and not both".formatted(where, member, member));
        }
        return not;
    }

    private static TextPattern action(String action, String where) {
        if (!action.equals("*") && !action.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
            throw PolicyErrors.malformed(
                    "Action of %s must look like iot:Publish or iot:*, not '%s'".formatted(where, action));
        }
        return TextPattern.of(action.toLowerCase(Locale.ROOT), false, true);
    }

    private TextPattern resource(String resource, String where) {
        boolean arn = resource.startsWith("arn:") || resource.startsWith("*") || resource.startsWith("${");
        if (!arn) {
            throw PolicyErrors.malformed(
                    "Resource of %s must be an ARN or *, such as arn:aws:iot:us-east-1:123456789012:topic/a, not '%s'"
                            .formatted(where, resource));
        }
        return TextPattern.of(resource, variables, true);
    }

    private List<Condition> conditions(JsonNode node, String where) {
        if (!node.isObject()) {
            throw PolicyErrors.malformed("Condition of %s must be an object".formatted(where));
        }
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : node.properties()) {
            Condition.Operator known = Condition.Operator.of(operator.getKey())
                    .orElseThrow(() -> PolicyErrors.malformed(
                            "'%s' of %s is no condition operator".formatted(operator.getKey(), where)));
            if (!operator.getValue().isObject()) {
                throw PolicyErrors.malformed("'%s' of %s must be an object".formatted(operator.getKey(), where));
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                conditions.add(condition(known, key, "'%s' of %s".formatted(operator.getKey(), where)));
            }
        }
        return conditions;
    }

    private Condition condition(Condition.Operator operator, Map.Entry<String, JsonNode> key, String where) {
        List<TextPattern> wanted = new ArrayList<>();
        for (String value : texts(key.getValue(), "the value of %s in %s".formatted(key.getKey(), where))) {
            boolean comparable = operator.comparison()
                    .map(comparison -> comparison.takes(value))
                    .orElse(value.matches("true|false"));
            if (!comparable && !(variables && value.contains("${"))) {
                throw PolicyErrors.malformed(
                        "'%s', the value of %s in %s, cannot be compared".formatted(value, key.getKey(), where));
            }
            boolean wildcards =
                    operator.comparison().map(Comparison::hasWildcards).orElse(false);
            wanted.add(TextPattern.of(value, variables, wildcards));
        }
        return new Condition(
                operator.set(), operator.comparison(), operator.negated(), operator.ifExists(), key.getKey(), wanted);
    }

    private static void checkMembers(JsonNode node, Set<String> known, String where) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw PolicyErrors.malformed(
                        "%s has a member '%s'; an AWS IoT policy has none".formatted(where, member.getKey()));
            }
        }
    }

    private static String text(JsonNode node, String what) {
        if (!node.isTextual()) {
            throw PolicyErrors.malformed(what + " must be a text");
        }
        return node.textValue();
    }

    /** A text or a list of texts; numbers and truth values too, as conditions may have them. */
    private static List<String> texts(JsonNode node, String what) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            if (!one.isValueNode() || one.isNull()) {
                throw PolicyErrors.malformed(what + " must be a text or a list of texts");
            }
            texts.add(one.asText());
        }
        if (texts.isEmpty()) {
            throw PolicyErrors.malformed(what + " must not be an empty list");
        }
        return texts;
    }
}
