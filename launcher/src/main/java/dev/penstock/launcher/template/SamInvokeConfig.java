package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The property EventInvokeConfig of a serverless function as a resource of its own. A destination of type SQS or SNS
 * that names nothing gets a queue or topic made for it.
 */
final class SamInvokeConfig {
    private static final String QUEUE = "AWS::SQS::Queue";
    private static final String TOPIC = "AWS::SNS::Topic";
    private static final Set<String> TYPES = Set.of("SQS", "SNS", "Lambda", "EventBridge", "S3");

    private final TemplateResource function;
    private final String qualifier;
    private final Findings errors;

    /** @param alias to which it applies; empty for the code as it is now */
    SamInvokeConfig(TemplateResource function, String alias, Findings errors) {
        this.function = function;
        this.qualifier = alias.isEmpty() ? "$LATEST" : alias;
        this.errors = errors;
    }

    void addTo(List<TemplateResource> all) {
        YamlNode given = function.properties().get("EventInvokeConfig");
        if (!(given instanceof YamlNode.Mapping config)) {
            if (given != null) {
                errors.add(
                        given.at(),
                        "%s: 'EventInvokeConfig' must be a map, was %s"
                                .formatted(function.logicalId(), given.describe()));
            }
            return;
        }
        Map<String, YamlNode> made = new LinkedHashMap<>();
        made.put("FunctionName", SamNodes.ref(config.at(), function.logicalId()));
        made.put("Qualifier", YamlNode.text(qualifier, config.at()));
        if (config.get("DestinationConfig") instanceof YamlNode.Mapping destinations) {
            made.put("DestinationConfig", destinations(destinations, all));
        }
        all.add(function.beside(
                id(), SamExpansion.mapper("AWS::Lambda::EventInvokeConfig"), SamNodes.with(config, made), ""));
    }

    private String id() {
        return function.logicalId() + "EventInvokeConfig";
    }

    private YamlNode.Mapping destinations(YamlNode.Mapping destinations, List<TemplateResource> all) {
        YamlNode.Mapping made = destinations;
        for (String outcome : List.of("OnSuccess", "OnFailure")) {
            if (destinations.get(outcome) instanceof YamlNode.Mapping one) {
                made = SamNodes.with(made, Map.of(outcome, destination(outcome, one, all)));
            }
        }
        return made;
    }

    private YamlNode.Mapping destination(String outcome, YamlNode.Mapping given, List<TemplateResource> all) {
        YamlNode.Mapping plain = SamNodes.without(given, Set.of("Type"));
        if (!(given.get("Type") instanceof YamlNode.Scalar type)) {
            return plain;
        }
        if (!TYPES.contains(type.text())) {
            errors.add(
                    type.at(),
                    "%s: the Type of a destination must be one of EventBridge, Lambda, S3, SNS, SQS, was '%s'"
                            .formatted(function.logicalId(), type.text()));
        }
        boolean queue = type.text().equals("SQS");
        if (given.get("Destination") != null || !(queue || type.text().equals("SNS"))) {
            return plain;
        }
        Position at = given.at();
        String target = id() + outcome + (queue ? "Queue" : "Topic");
        all.add(function.beside(
                target, SamExpansion.mapper(queue ? QUEUE : TOPIC), new YamlNode.Mapping(Map.of(), at), ""));
        YamlNode arn = queue ? SamNodes.attribute(at, target, "Arn") : SamNodes.ref(at, target);
        return SamNodes.with(plain, Map.of("Destination", arn));
    }
}
