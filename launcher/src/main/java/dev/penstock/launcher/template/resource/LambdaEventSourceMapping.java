package dev.penstock.launcher.template.resource;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.stream.StartingPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code AWS::Lambda::EventSourceMapping}, and an event of a serverless function that becomes one. */
final class LambdaEventSourceMapping implements ResourceMapper {
    private static final int DEFAULT_BATCH = 100;
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_WINDOW_SECONDS = 300;
    private static final int MAX_LANES = 10;
    private static final int MAX_RETRIES = 10_000;
    private static final int MIN_AGE_SECONDS = 60;
    private static final int MAX_AGE_SECONDS = 604_800;
    private static final int MAX_TUMBLING_SECONDS = 900;
    private static final int MAX_FILTERS = 10;
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

    private final String source;

    /** @param source the property with the ARN of what is read */
    LambdaEventSourceMapping(String source) {
        this.source = source;
    }

    @Override
    public String type() {
        return "AWS::Lambda::EventSourceMapping";
    }

    @Override
    public String nameProperty() {
        return "";
    }

    // DIFFERS: the mapping gets another UUID when it is created; Ref gives one that only looks like it.
    @Override
    public String generatedName(Stack stack, String logicalId) {
        return UUID.nameUUIDFromBytes(stack.arn("lambda", logicalId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Id", name, "EventSourceMappingArn", stack.arn("lambda", "event-source-mapping:" + name));
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        Position at = properties.at(source);
        Optional<SourceArn> read = SourceArn.read(properties, source, plan);
        if (read.isEmpty()) {
            properties.skipAll();
            return;
        }
        String function = FunctionNames.read(properties, "FunctionName");
        StartingPosition from = startingPosition(properties);
        long window = properties.integer("MaximumBatchingWindowInSeconds", 0, MAX_WINDOW_SECONDS, 0);
        long tumbling = properties.integer("TumblingWindowInSeconds", 0, MAX_TUMBLING_SECONDS, 0);
        EventSourceMappingSpec spec = new EventSourceMappingSpec(
                read.get().arn(),
                function,
                from,
                number(properties, "BatchSize", 1, MAX_BATCH, DEFAULT_BATCH),
                Duration.ofSeconds(window),
                number(properties, "ParallelizationFactor", 1, MAX_LANES, 1),
                number(properties, "MaximumRetryAttempts", -1, MAX_RETRIES, -1),
                maximumAge(properties),
                properties.bool("BisectBatchOnFunctionError", false),
                reportsItems(properties),
                Duration.ofSeconds(tumbling),
                filters(properties),
                onFailure(properties),
                properties.bool("Enabled", true));
        properties.ignore("it changes nothing in a local run", "KmsKeyArn", "LoggingConfig", "MetricsConfig", "Tags");
        plan.reads(
                at,
                "function '%s'".formatted(FunctionNames.nameIn(function)),
                read.get().kind(),
                read.get().name());
        plan.runs(properties.at("FunctionName"), "mapping '%s'".formatted(resource.logicalId()), function);
        plan.functions().addMapping(resource, at, spec);
    }

    private static int number(PropertyReader properties, String name, int min, int max, int fallback) {
        return Math.toIntExact(properties.integer(name, min, max, fallback));
    }

    private static int maximumAge(PropertyReader properties) {
        String name = "MaximumRecordAgeInSeconds";
        int age = number(properties, name, -1, MAX_AGE_SECONDS, -1);
        if (age >= 0 && age < MIN_AGE_SECONDS) {
            properties.error(
                    properties.at(name),
                    "'%s' must be -1 or between %d and %d, was %d"
                            .formatted(name, MIN_AGE_SECONDS, MAX_AGE_SECONDS, age));
        }
        return age;
    }

    private static boolean reportsItems(PropertyReader properties) {
        List<String> types = properties.textItems("FunctionResponseTypes");
        types.stream()
                .filter(type -> !type.equals("ReportBatchItemFailures"))
                .forEach(type -> properties.error(
                        properties.at("FunctionResponseTypes"),
                        "'FunctionResponseTypes' can only be ReportBatchItemFailures, was '%s'".formatted(type)));
        return !types.isEmpty();
    }

    private static List<String> filters(PropertyReader properties) {
        List<String> patterns = properties
                .object("FilterCriteria")
                .map(criteria -> criteria.objects("Filters").stream()
                        .map(filter -> filter.text("Pattern").orElse(""))
                        .filter(pattern -> !pattern.isBlank())
                        .toList())
                .orElse(List.of());
        if (patterns.size() > MAX_FILTERS) {
            properties.error(
                    properties.at("FilterCriteria"),
                    "'FilterCriteria' may have at most %d filters, has %d".formatted(MAX_FILTERS, patterns.size()));
        }
        return patterns;
    }

    private static Optional<String> onFailure(PropertyReader properties) {
        return properties
                .object("DestinationConfig")
                .flatMap(config -> config.object("OnFailure"))
                .flatMap(target -> {
                    // SAM lets the kind be said, for the permission that it makes
                    target.oneOf("Type", "SQS", "SNS", "S3", "Kafka");
                    return target.text("Destination");
                });
    }

    private static StartingPosition startingPosition(PropertyReader properties) {
        String position = properties.requiredOneOf("StartingPosition", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP");
        boolean dated = properties.has("StartingPositionTimestamp");
        if (dated != position.equals("AT_TIMESTAMP")) {
            properties.error(
                    properties.at("StartingPosition"),
                    "'StartingPositionTimestamp' belongs to StartingPosition AT_TIMESTAMP: give both or neither");
        }
        return switch (position) {
            case "LATEST" -> new StartingPosition.Latest();
            case "AT_TIMESTAMP" -> new StartingPosition.AtTimestamp(timestamp(properties));
            default -> new StartingPosition.TrimHorizon();
        };
    }

    /** Seconds since 1970, or an instant in words as SAM's own samples have it. */
    private static Instant timestamp(PropertyReader properties) {
        String name = "StartingPositionTimestamp";
        String text = properties.text(name).orElse("");
        try {
            if (text.contains("T")) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException notAnInstant) {
            // reported below, like a text without a time
        }
        return Instant.ofEpochSecond(properties.integer(name, 0, MAX_EPOCH_SECONDS, 0));
    }
}
