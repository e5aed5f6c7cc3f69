package dev.penstock.launcher.template.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.rules.TopicRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::IoT::TopicRule}. */
final class IotTopicRule implements ResourceMapper {
    private static final int MAX_NAME = 128;
    private static final int MAX_ACTIONS = 10;

    @Override
    public String type() {
        return "AWS::IoT::TopicRule";
    }

    @Override
    public String nameProperty() {
        return "RuleName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME).replace('-', '_');
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Arn", stack.arn("iot", "rule/" + name));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        NameRule.check(properties, nameProperty(), "[a-zA-Z0-9_]{1,128}", "1 to 128 letters, digits and _");
        properties.ignore("tags are not kept", "Tags");
        PropertyReader payload = properties.requiredObject("TopicRulePayload");
        String sql = payload.requiredText("Sql");
        String version = payload.text("AwsIotSqlVersion").orElse(TopicRule.DEFAULT_SQL_VERSION);
        boolean disabled = payload.bool("RuleDisabled", false);
        payload.ignore("it is for people", "Description");
        List<TopicRule.ActionSpec> actions = new ArrayList<>();
        List<PropertyReader> given = payload.objects("Actions");
        given.forEach(action -> read(action, resource, plan).ifPresent(actions::add));
        checkCount(payload, given.size());
        Optional<TopicRule.ActionSpec> errorAction =
                payload.object("ErrorAction").flatMap(action -> read(action, resource, plan));
        plan.addRule(
                resource,
                () -> new TopicRule(resource.name(), sql, version, disabled, actions, errorAction.orElse(null)));
    }

    private static void checkCount(PropertyReader payload, int actions) {
        if (!payload.has("Actions")) {
            payload.error(payload.at(), "'TopicRulePayload.Actions' is missing");
        } else if (actions > MAX_ACTIONS) {
            payload.error(
                    payload.at("Actions"),
                    "a rule may have at most %d actions, this has %d".formatted(MAX_ACTIONS, actions));
        }
    }

    private static Optional<TopicRule.ActionSpec> read(PropertyReader action, Resource resource, PlanDraft plan) {
        if (action.names().size() != 1) {
            action.error(
                    action.at(),
                    "an action must have exactly one member out of %s, has %s"
                            .formatted(String.join(", ", RuleAction.BY_NAME.keySet()), action.names()));
            action.skipAll();
            return Optional.empty();
        }
        String name = action.names().iterator().next();
        RuleAction known = RuleAction.BY_NAME.get(name);
        if (known == null) {
            boolean exists = RuleAction.NOT_YET.contains(name);
            action.error(
                    action.at(),
                    "action '%s' %s; supported: %s%s"
                            .formatted(
                                    name,
                                    exists ? "is not supported yet" : "does not exist",
                                    String.join(", ", RuleAction.BY_NAME.keySet()),
                                    exists ? "" : Suggestion.didYouMean(name, RuleAction.BY_NAME.keySet())));
            action.skipAll();
            return Optional.empty();
        }
        PropertyReader members = action.requiredObject(name);
        ObjectNode parameters = known.read(members);
        if (parameters.has("streamName")) {
            plan.uses(
                    members.at("StreamName"),
                    "rule '%s'".formatted(resource.name()),
                    parameters.get("streamName").asText(),
                    false);
        }
        return Optional.of(new TopicRule.ActionSpec(known.kind(), parameters));
    }
}
