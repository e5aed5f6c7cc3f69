package dev.penstock.launcher.template.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns an action of a topic rule from the spelling of CloudFormation into that of the IoT API: the same names, with a
 * small first letter. What a kind takes is not known here, so that a new kind, also a user's own, needs nothing here: the
 * rule engine refuses what it does not know, and the places tell where that stands in the template.
 */
final class RuleAction {
    private static final Set<String> NUMBERS = Set.of("MaxBatchOpenMs", "MaxBatchSize", "MaxBatchSizeBytes", "Qos");
    private static final Set<String> BOOLEANS = Set.of("BatchAcrossTopics", "BatchMode", "EnableBatching", "UseBase64");

    /** Maps whose keys are the user's. */
    private static final Set<String> FREE_KEYS = Set.of("ClientProperties", "Tags");

    /** Kinds that CloudFormation refuses without RoleArn, though permissions are not checked here. */
    private static final Set<String> NEED_ROLE = Set.of(
            "CloudwatchAlarm",
            "CloudwatchLogs",
            "CloudwatchMetric",
            "DynamoDB",
            "Elasticsearch",
            "Firehose",
            "IotAnalytics",
            "IotEvents",
            "IotSiteWise",
            "Kinesis",
            "Location",
            "OpenSearch",
            "Republish",
            "S3",
            "Sns",
            "Sqs",
            "StepFunctions",
            "Timestream");

    private final Map<String, Position> places;

    /** @param places gets where each part stands, by its path in the words of the IoT API */
    RuleAction(Map<String, Position> places) {
        this.places = places;
    }

    /**
     * @param path of the action, for example {@code actions[0]}
     * @return empty, and reported, when there is not exactly one member
     */
    Optional<ActionSpec> read(PropertyReader action, String path) {
        places.put(path, action.at());
        if (action.names().size() != 1) {
            action.error(
                    action.at(),
                    "an action must have exactly one member, such as Kinesis or Lambda; it has %s"
                            .formatted(action.names()));
            action.skipAll();
            return Optional.empty();
        }
        String name = action.names().iterator().next();
        String kind = apiName(action, name);
        PropertyReader members = action.requiredObject(name);
        if (NEED_ROLE.contains(name)) {
            members.requiredText("RoleArn");
        }
        return Optional.of(new ActionSpec(kind, structure(members, path + "." + kind, false)));
    }

    private ObjectNode structure(PropertyReader properties, String path, boolean freeKeys) {
        places.put(path, properties.at());
        ObjectNode structure = Json.MAPPER.createObjectNode();
        for (String name : properties.names()) {
            String apiName = freeKeys ? name : apiName(properties, name);
            String inner = path + "." + apiName;
            places.put(inner, properties.at(name));
            value(properties, name, inner).ifPresent(value -> structure.set(apiName, value));
        }
        return structure;
    }

    private Optional<JsonNode> value(PropertyReader properties, String name, String path) {
        YamlNode value = properties.value(name);
        if (value instanceof YamlNode.Mapping) {
            return properties.object(name).map(part -> structure(part, path, FREE_KEYS.contains(name)));
        }
        if (value instanceof YamlNode.Sequence) {
            ArrayNode list = Json.MAPPER.createArrayNode();
            List<PropertyReader> items = properties.objects(name);
            items.forEach(item -> list.add(structure(item, "%s[%d]".formatted(path, list.size()), false)));
            return Optional.of(list);
        }
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(scalar(properties, name));
    }

    /** CloudFormation takes a quoted number for a number and a number for a text, whatever the property is. */
    private static JsonNode scalar(PropertyReader properties, String name) {
        if (NUMBERS.contains(name)) {
            return Json.MAPPER.getNodeFactory().numberNode((int)
                    properties.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE, 0));
        }
        return BOOLEANS.contains(name)
                ? Json.MAPPER.getNodeFactory().booleanNode(properties.bool(name, false))
                : Json.MAPPER.getNodeFactory().textNode(properties.text(name).orElse(""));
    }

    private static String apiName(PropertyReader properties, String name) {
        char first = name.isEmpty() ? ' ' : name.charAt(0);
        if (Character.isLowerCase(first)) {
            properties.error(
                    properties.keyAt(name),
                    "'%s' is the spelling of the IoT API; did you mean '%s'?"
                            .formatted(properties.label(name), Character.toUpperCase(first) + name.substring(1)));
        }
        return Character.toLowerCase(first) + name.substring(name.isEmpty() ? 0 : 1);
    }
}
