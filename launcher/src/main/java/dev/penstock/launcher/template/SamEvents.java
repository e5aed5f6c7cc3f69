package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.ResourceMappers;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The events of a serverless function: those of streams become event source mappings, those of IoT a topic rule with the
 * permission to call the function. What else can call a function on AWS never does so here, which is worth a warning.
 */
final class SamEvents {
    private static final Set<String> STREAMS = Set.of("DynamoDB", "Kinesis");
    private static final String RULE = "IoTRule";

    /** Known to SAM, and nothing here sends them. */
    private static final Set<String> NEVER = Set.of(
            "AlexaSkill",
            "Api",
            "CloudWatchEvent",
            "CloudWatchLogs",
            "Cognito",
            "DocumentDB",
            "EventBridgeRule",
            "HttpApi",
            "MQ",
            "MSK",
            "S3",
            "SNS",
            "SQS",
            "Schedule",
            "ScheduleV2",
            "SelfManagedKafka");

    private final TemplateResource function;
    private final YamlNode target;
    private final boolean aliased;
    private final PlanDraft draft;
    private final Findings errors;

    /** @param target the function, or its alias with {@code aliased} */
    SamEvents(TemplateResource function, YamlNode target, boolean aliased, PlanDraft draft, Findings errors) {
        this.function = function;
        this.target = target;
        this.aliased = aliased;
        this.draft = draft;
        this.errors = errors;
    }

    void addTo(List<TemplateResource> all) {
        YamlNode events = function.properties().get("Events");
        if (events instanceof YamlNode.Mapping map) {
            map.entries().forEach((id, entry) -> add(id, entry, all));
        } else if (events != null) {
            errors.add(events.at(), "%s: 'Events' must be a map, was %s".formatted(owner(), events.describe()));
        }
    }

    private void add(String id, YamlNode.Entry entry, List<TemplateResource> all) {
        if (!(entry.value() instanceof YamlNode.Mapping event)) {
            errors.add(
                    entry.value().at(),
                    "%s: 'Events.%s' must be a map, was %s"
                            .formatted(owner(), id, entry.value().describe()));
            return;
        }
        if (!(event.get("Type") instanceof YamlNode.Scalar type)) {
            errors.add(event.at(), "%s: 'Events.%s.Type' is missing".formatted(owner(), id));
            return;
        }
        YamlNode.Mapping properties = event.get("Properties") instanceof YamlNode.Mapping given
                ? given
                : new YamlNode.Mapping(Map.of(), event.at());
        if (STREAMS.contains(type.text())) {
            all.add(function.beside(
                    function.logicalId() + id,
                    ResourceMappers.streamEvent(),
                    SamNodes.with(properties, Map.of("FunctionName", target)),
                    ""));
        } else if (type.text().equals(RULE)) {
            rule(id, properties, all);
        } else {
            refuse(id, type);
        }
    }

    private void refuse(String id, YamlNode.Scalar type) {
        if (NEVER.contains(type.text())) {
            draft.warn(
                    type.at(),
                    "%s: event '%s' of type '%s' is not emulated: it never calls the function; emulated are: DynamoDB, IoTRule, Kinesis"
                            .formatted(owner(), id, type.text()));
            return;
        }
        Set<String> known = new TreeSet<>(STREAMS);
        known.add(RULE);
        known.addAll(NEVER);
        errors.add(
                type.at(),
                "%s: there is no event type '%s'; emulated are: DynamoDB, IoTRule, Kinesis%s"
                        .formatted(owner(), type.text(), Suggestion.didYouMean(type.text(), known)));
    }

    private void rule(String id, YamlNode.Mapping properties, List<TemplateResource> all) {
        Position at = properties.at();
        String ruleId = function.logicalId() + id;
        YamlNode arn = aliased ? target : SamNodes.attribute(at, function.logicalId(), "Arn");
        Map<String, YamlNode> payload = new LinkedHashMap<>();
        payload.put("RuleDisabled", YamlNode.text("false", at));
        payload.put(
                "Actions",
                SamNodes.list(at, SamNodes.map(at, Map.of("Lambda", SamNodes.map(at, Map.of("FunctionArn", arn))))));
        all.add(function.beside(
                ruleId,
                SamExpansion.mapper("AWS::IoT::TopicRule"),
                SamNodes.map(at, Map.of("TopicRulePayload", SamNodes.with(properties, payload))),
                ""));
        all.add(function.beside(
                ruleId + "Permission",
                SamExpansion.mapper("AWS::Lambda::Permission"),
                SamNodes.map(
                        at,
                        Map.of(
                                "Action",
                                YamlNode.text("lambda:InvokeFunction", at),
                                "FunctionName",
                                target,
                                "Principal",
                                YamlNode.text("iot.amazonaws.com", at))),
                ""));
    }

    private String owner() {
        return "%s (%s)".formatted(function.logicalId(), function.mapper().type());
    }
}
