package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Position;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::IoT::TopicRule}. */
final class IotTopicRule implements ResourceMapper {
    private static final int MAX_NAME = 128;
    private static final int MAX_ACTIONS = 10;
    private static final Map<String, Target> TARGETS = Map.of(
            "kinesis", new Target(PlanDraft.STREAM, "/streamName"),
            "lambda", new Target(PlanDraft.FUNCTION, "/functionArn"),
            "dynamoDB", new Target(PlanDraft.TABLE, "/tableName"),
            "dynamoDBv2", new Target(PlanDraft.TABLE, "/putItem/tableName"));

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
        Optional<String> description = payload.text("Description");
        Map<String, Position> places = new HashMap<>();
        places.put("", resource.at());
        RuleAction action = new RuleAction(places);
        List<ActionSpec> actions = new ArrayList<>();
        List<PropertyReader> given = payload.objects("Actions");
        for (int i = 0; i < given.size(); i++) {
            action.read(given.get(i), "actions[%d]".formatted(i)).ifPresent(actions::add);
        }
        checkCount(payload, given.size());
        Optional<ActionSpec> errorAction =
                payload.object("ErrorAction").flatMap(found -> action.read(found, "errorAction"));
        plan.addRule(
                resource,
                places,
                () -> new TopicRule(
                        resource.name(),
                        sql,
                        version,
                        disabled,
                        actions,
                        errorAction.orElse(null),
                        description.orElse(null)));
        for (int i = 0; i < actions.size(); i++) {
            target(actions.get(i), "actions[%d]".formatted(i), resource, places, plan);
        }
        errorAction.ifPresent(spec -> target(spec, "errorAction", resource, places, plan));
    }

    /** A target that this template does not make is worth a warning, where it can be known. */
    private static void target(
            ActionSpec spec, String path, Resource resource, Map<String, Position> places, PlanDraft plan) {
        Target target = TARGETS.get(spec.kind());
        if (target == null) {
            return;
        }
        String text = spec.parameters().at(target.pointer()).asText();
        if (text.contains("${")) {
            return;
        }
        Position at =
                places.getOrDefault(path + "." + spec.kind() + target.pointer().replace('/', '.'), resource.at());
        String name = target.kind().equals(PlanDraft.FUNCTION) ? FunctionNames.nameIn(text) : text;
        plan.sendsTo(at, "rule '%s'".formatted(resource.name()), target.kind(), name);
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

    /** @param pointer to the parameter that names it */
    private record Target(String kind, String pointer) {}
}
