package dev.penstock.launcher.template.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.TopicRule;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The events of a function: each of type Kinesis becomes an event source mapping, each of type IoTRule a topic rule. */
final class FunctionEvents {
    private static final int DEFAULT_BATCH = 100;
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_WINDOW_SECONDS = 300;
    private static final int MAX_RETRIES = 10_000;
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

    private final ResourceMapper.Resource function;
    private final PlanDraft plan;

    FunctionEvents(ResourceMapper.Resource function, PlanDraft plan) {
        this.function = function;
        this.plan = plan;
    }

    void read() {
        function.properties()
                .object("Events")
                .ifPresent(events -> events.entries().forEach(this::event));
    }

    private void event(String id, PropertyReader event) {
        String type = event.requiredText("Type");
        switch (type) {
            case "Kinesis" -> mapping(event.requiredObject("Properties"));
            case "IoTRule" -> rule(id, event.requiredObject("Properties"));
            default -> {
                if (!type.isBlank()) {
                    event.error(
                            event.at("Type"),
                            "event type '%s' is not supported yet; supported: IoTRule, Kinesis".formatted(type));
                }
                event.settle("Properties");
            }
        }
    }

    /** What SAM makes of it: a rule with one Lambda action, named after function and event. */
    private void rule(String id, PropertyReader properties) {
        String sql = properties.requiredText("Sql");
        String version = properties.text("AwsIotSqlVersion").orElse(TopicRule.DEFAULT_SQL_VERSION);
        String logicalId = function.logicalId() + id;
        String name = new IotTopicRule().generatedName(plan.stack(), logicalId);
        ObjectNode parameters = Json.MAPPER.createObjectNode();
        parameters.put("functionArn", plan.stack().arn("lambda", "function:" + function.name()));
        plan.addRule(
                new ResourceMapper.Resource(logicalId, name, properties.at(), function.properties()),
                Map.of("", properties.at()),
                () -> new TopicRule(
                        name, sql, version, false, List.of(new TopicRule.ActionSpec("lambda", parameters)), null));
    }

    private void mapping(PropertyReader properties) {
        Position at = properties.at("Stream");
        String stream = StreamArn.nameIn(properties, "Stream", plan);
        StartingPosition from = startingPosition(properties);
        long batch = properties.integer("BatchSize", 1, MAX_BATCH, DEFAULT_BATCH);
        long window = properties.integer("MaximumBatchingWindowInSeconds", 0, MAX_WINDOW_SECONDS, 0);
        long retries = properties.integer("MaximumRetryAttempts", -1, MAX_RETRIES, -1);
        boolean enabled = properties.bool("Enabled", true);
        properties.notYet(
                "BisectBatchOnFunctionError",
                "DestinationConfig",
                "FilterCriteria",
                "FunctionResponseTypes",
                "KmsKeyArn",
                "MaximumRecordAgeInSeconds",
                "MetricsConfig",
                "ParallelizationFactor",
                "TumblingWindowInSeconds");
        if (!enabled) {
            plan.ignored(
                    properties.at("Enabled"),
                    "%s: the mapping from stream '%s' is not enabled and is left out"
                            .formatted(properties.owner(), stream));
            return;
        }
        plan.reads(at, "function '%s'".formatted(function.name()), stream);
        plan.addMapping(
                function,
                at,
                () -> EventSourceMappingSpec.of(plan.stack().arn("kinesis", "stream/" + stream), function.name(), from)
                        .withBatch(Math.toIntExact(batch), Duration.ofSeconds(window))
                        .withRetries(Math.toIntExact(retries)));
    }

    private static StartingPosition startingPosition(PropertyReader properties) {
        String position = properties.requiredOneOf("StartingPosition", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP");
        boolean dated = properties.has("StartingPositionTimestamp");
        long seconds = properties.integer("StartingPositionTimestamp", 0, MAX_EPOCH_SECONDS, 0);
        if (dated != position.equals("AT_TIMESTAMP")) {
            properties.error(
                    properties.at("StartingPosition"),
                    "'StartingPositionTimestamp' belongs to StartingPosition AT_TIMESTAMP: give both or neither");
        }
        return switch (position) {
            case "LATEST" -> new StartingPosition.Latest();
            case "AT_TIMESTAMP" -> new StartingPosition.AtTimestamp(Instant.ofEpochSecond(seconds));
            default -> new StartingPosition.TrimHorizon();
        };
    }
}
