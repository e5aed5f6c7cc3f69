package dev.penstock.launcher.template.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The actions of a topic rule, from the spelling of CloudFormation into that of the IoT API. A new action is one new line
 * in {@link #BY_NAME}.
 *
 * @param kind the member name of the IoT API
 */
record RuleAction(String kind, List<Field> fields, List<String> notYet) {
    static final Map<String, RuleAction> BY_NAME = new TreeMap<>(Map.of(
            "Kinesis",
                    new RuleAction(
                            "kinesis",
                            List.of(required("StreamName"), optional("PartitionKey"), required("RoleArn")),
                            List.of()),
            "Republish",
                    new RuleAction(
                            "republish",
                            List.of(required("Topic"), new Field("Qos", false, true), required("RoleArn")),
                            List.of("Headers"))));

    /** Names that AWS has, so that they are told apart from typing errors. */
    static final Set<String> NOT_YET = Set.of(
            "CloudwatchAlarm",
            "CloudwatchLogs",
            "CloudwatchMetric",
            "DynamoDB",
            "DynamoDBv2",
            "Elasticsearch",
            "Firehose",
            "Http",
            "IotAnalytics",
            "IotEvents",
            "IotSiteWise",
            "Kafka",
            "Lambda",
            "Location",
            "OpenSearch",
            "S3",
            "Sns",
            "Sqs",
            "StepFunctions",
            "Timestream");

    /** The action's structure for the IoT API. */
    ObjectNode read(PropertyReader properties) {
        ObjectNode parameters = Json.MAPPER.createObjectNode();
        for (Field field : fields) {
            if (field.isQos()) {
                if (properties.has(field.name())) {
                    parameters.put(field.apiName(), properties.integer(field.name(), 0, 1, 0));
                }
            } else if (field.isRequired()) {
                parameters.put(field.apiName(), properties.requiredText(field.name()));
            } else {
                Optional<String> text = properties.text(field.name());
                text.ifPresent(value -> parameters.put(field.apiName(), value));
            }
        }
        properties.notYet(new ArrayList<>(notYet).toArray(String[]::new));
        return parameters;
    }

    private static Field required(String name) {
        return new Field(name, true, false);
    }

    private static Field optional(String name) {
        return new Field(name, false, false);
    }

    /** @param isQos whether it is a number, 0 or 1 */
    record Field(String name, boolean isRequired, boolean isQos) {
        String apiName() {
            return Character.toLowerCase(name.charAt(0)) + name.substring(1);
        }
    }
}
