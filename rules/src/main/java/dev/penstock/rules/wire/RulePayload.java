package dev.penstock.rules.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import dev.penstock.rules.sql.Spelling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The structure TopicRulePayload, in and out. On the wire it is the body itself; wrapped as {@code topicRulePayload} it is
 * taken too. What is accepted is kept as given, in its order, so that it comes back as it was; members that are null count
 * as not given.
 */
final class RulePayload {
    private static final int MAX_BYTES = 128 * 1024;
    private static final int MAX_ACTIONS = 10;
    private static final String WRAPPER = "topicRulePayload";
    private static final Pattern NAME = Pattern.compile("^[a-zA-Z0-9_]+$");
    private static final int MAX_NAME = 128;
    private static final Set<String> MEMBERS =
            new TreeSet<>(Set.of("sql", "description", "actions", "ruleDisabled", "awsIotSqlVersion", "errorAction"));

    private RulePayload() {}

    /** @throws AwsException InvalidRequestException naming what is missing, unknown or of the wrong type */
    static TopicRule read(RestInput in) {
        String name = ruleName(in);
        if (in.body().length() > MAX_BYTES) {
            throw IotErrors.invalid("The rule has %d bytes; AWS takes at most %d"
                    .formatted(in.body().length(), MAX_BYTES));
        }
        JsonNode body = withoutNulls(in.json().tree());
        JsonNode payload = body.size() == 1 && body.path(WRAPPER).isObject() ? body.path(WRAPPER) : body;
        for (Map.Entry<String, JsonNode> member : payload.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw IotErrors.invalid("There is no member '%s' in a topic rule; it has %s.%s"
                        .formatted(
                                member.getKey(), String.join(", ", MEMBERS), Spelling.hint(member.getKey(), MEMBERS)));
            }
        }
        String sql = text(payload, "sql");
        if (sql == null) {
            throw IotErrors.missing("topicRulePayload.sql");
        }
        String version = text(payload, "awsIotSqlVersion");
        JsonNode errorAction = payload.path("errorAction");
        return new TopicRule(
                name,
                sql,
                version == null ? TopicRule.DEFAULT_SQL_VERSION : version,
                flag(payload, "ruleDisabled"),
                actions(payload.path("actions")),
                errorAction.isMissingNode() ? null : action(errorAction, "errorAction"),
                text(payload, "description"));
    }

    /** The name in the path. */
    static String ruleName(RestInput in) {
        String name = in.label("ruleName");
        if (!NAME.matcher(name).matches()) {
            throw IotErrors.violates(
                    name, "ruleName", "Member must satisfy regular expression pattern: " + NAME.pattern());
        }
        if (name.length() > MAX_NAME) {
            throw IotErrors.violates(name, "ruleName", "Member must have length less than or equal to " + MAX_NAME);
        }
        return name;
    }

    private static List<ActionSpec> actions(JsonNode actions) {
        if (actions.isMissingNode()) {
            throw IotErrors.missing("topicRulePayload.actions");
        }
        if (!actions.isArray()) {
            throw IotErrors.invalid("'actions' must be a list");
        }
        if (actions.size() > MAX_ACTIONS) {
            throw IotErrors.invalid(
                    "A rule has at most %d actions, this one has %d".formatted(MAX_ACTIONS, actions.size()));
        }
        List<ActionSpec> specs = new ArrayList<>();
        for (JsonNode action : actions) {
            specs.add(action(action, "actions[%d]".formatted(specs.size())));
        }
        return specs;
    }

    private static ActionSpec action(JsonNode action, String place) {
        if (!action.isObject() || action.size() != 1) {
            throw IotErrors.invalid("%s must be an object with exactly one member, the kind of the action; it has %d"
                    .formatted(place, action.size()));
        }
        Map.Entry<String, JsonNode> member = action.properties().iterator().next();
        if (!member.getValue().isObject()) {
            throw IotErrors.invalid("%s.%s must be an object".formatted(place, member.getKey()));
        }
        return new ActionSpec(member.getKey(), member.getValue());
    }

    private static @Nullable String text(JsonNode payload, String member) {
        JsonNode value = payload.path(member);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw IotErrors.invalid("'%s' must be a String".formatted(member));
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode payload, String member) {
        JsonNode value = payload.path(member);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw IotErrors.invalid("'%s' must be a Boolean".formatted(member));
        }
        return value.booleanValue();
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node.isObject()) {
            ObjectNode kept = Json.MAPPER.createObjectNode();
            node.properties().forEach(member -> {
                if (!member.getValue().isNull()) {
                    kept.set(member.getKey(), withoutNulls(member.getValue()));
                }
            });
            return kept;
        }
        if (node.isArray()) {
            ArrayNode kept = Json.MAPPER.createArrayNode();
            node.forEach(element -> kept.add(withoutNulls(element)));
            return kept;
        }
        return node;
    }

    /** The members of the structure TopicRule that come from the payload. */
    static void write(TopicRule rule, WireOutput out) throws IOException {
        out.text("sql", rule.sql());
        if (rule.description() != null) {
            out.text("description", rule.description());
        }
        ArrayNode actions = Json.MAPPER.createArrayNode();
        rule.actions().forEach(action -> actions.add(tree(action)));
        out.tree("actions", actions).bool("ruleDisabled", rule.disabled()).text("awsIotSqlVersion", rule.sqlVersion());
        if (rule.errorAction() != null) {
            out.tree("errorAction", tree(rule.errorAction()));
        }
    }

    private static JsonNode tree(ActionSpec action) {
        return Json.MAPPER.createObjectNode().set(action.kind(), action.parameters());
    }
}
