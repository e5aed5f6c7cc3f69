package dev.penstock.functions.wire;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the bodies of CreateEventSourceMapping and UpdateEventSourceMapping, and refuses in the order of AWS: constraints of
 * the API model, the kind of source, what that kind does not have. The rest is refused by the mappings themselves.
 */
final class MappingInput {
    private static final Pattern ARN = Pattern.compile(
            "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)");
    /** The region in the ARNs of DynamoDB Local, which AWS's pattern does not take. */
    private static final String DYNAMODB_LOCAL = "arn:aws:dynamodb:ddblocal:";

    private static final Set<String> OTHER_SOURCES = Set.of("sqs", "kafka", "mq", "docdb-elastic", "rds");
    private static final List<String> POSITIONS = List.of("LATEST", "AT_TIMESTAMP", "TRIM_HORIZON");
    private static final String REPORT = "ReportBatchItemFailures";
    private static final Map<String, String> OF_OTHER_SOURCES = Map.of(
            "Topics", "Kafka",
            "Queues", "Amazon MQ",
            "SourceAccessConfigurations", "Kafka and Amazon MQ",
            "SelfManagedEventSource", "Kafka",
            "AmazonManagedKafkaEventSourceConfig", "Kafka",
            "SelfManagedKafkaEventSourceConfig", "Kafka",
            "DocumentDBEventSourceConfig", "DocumentDB",
            "ScalingConfig", "Amazon SQS",
            "ProvisionedPollerConfig", "Kafka and Amazon SQS",
            "LoggingConfig", "Kafka");

    private static final int MAX_BATCH = 10_000;
    private static final int MAX_WINDOW = 300;
    private static final int MAX_LANES = 10;
    private static final int MAX_AGE = 604_800;
    private static final int MAX_RETRIES = 10_000;
    private static final int MAX_TUMBLING = 900;
    private static final int MAX_PATTERN = 4096;
    private static final int MAX_TARGET = 350;

    private MappingInput() {}

    static EventSourceMappingSpec create(WireInput body) {
        check(
                        body,
                        new Violations()
                                .required("functionName", body.text("FunctionName"))
                                .pattern("eventSourceArn", ofAws(body.text("EventSourceArn")), ARN)
                                .oneOf("startingPosition", body.text("StartingPosition"), POSITIONS))
                .refuse();
        refuseOtherSources(body);
        String source =
                body.text("EventSourceArn").orElseThrow(() -> LambdaErrors.invalid("Unrecognized event source."));
        Arn arn = source(source);
        refuseDestinations(body);
        EventSourceMappingSpec bare =
                EventSourceMappingSpec.of(source, body.text("FunctionName").orElseThrow(), position(body, arn));
        return merged(bare, body);
    }

    private static Optional<String> ofAws(Optional<String> arn) {
        return arn.filter(text -> !text.startsWith(DYNAMODB_LOCAL));
    }

    /** Refuses what no update can say. */
    static void checkUpdate(WireInput body) {
        check(body, new Violations()).refuse();
        refuseOtherSources(body);
        refuseDestinations(body);
    }

    private static Violations check(WireInput body, Violations violations) {
        body.text("FunctionName").ifPresent(name -> FunctionNames.check(violations, name));
        violations
                .range("batchSize", body.integer("BatchSize"), 1, MAX_BATCH)
                .range("maximumBatchingWindowInSeconds", body.integer("MaximumBatchingWindowInSeconds"), 0, MAX_WINDOW)
                .range("parallelizationFactor", body.integer("ParallelizationFactor"), 1, MAX_LANES)
                .range("maximumRecordAgeInSeconds", body.integer("MaximumRecordAgeInSeconds"), -1, MAX_AGE)
                .range("maximumRetryAttempts", body.integer("MaximumRetryAttempts"), -1, MAX_RETRIES)
                .range("tumblingWindowInSeconds", body.integer("TumblingWindowInSeconds"), 0, MAX_TUMBLING);
        body.texts("FunctionResponseTypes").ifPresent(types -> checkResponseTypes(types, violations));
        patterns(body)
                .forEach(pattern -> violations.length(
                        "filterCriteria.filters.member.pattern", Optional.of(pattern), 0, MAX_PATTERN));
        target(body, "OnFailure")
                .ifPresent(arn ->
                        violations.length("destinationConfig.onFailure.destination", Optional.of(arn), 0, MAX_TARGET));
        return violations;
    }

    private static void checkResponseTypes(List<String> types, Violations violations) {
        violations.when(
                types.stream().anyMatch(type -> !type.equals(REPORT)),
                ("Value '%s' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint:"
                                + " [Member must satisfy enum value set: [%s]]")
                        .formatted(types, REPORT));
        violations.when(
                types.size() > 1,
                "Value '%s' at 'functionResponseTypes' failed to satisfy constraint: Member must have length less than or equal to 1"
                        .formatted(types));
    }

    private static void refuseOtherSources(WireInput body) {
        OF_OTHER_SOURCES.forEach((member, kind) -> {
            if (!body.tree().path(member).isMissingNode()
                    && !body.tree().path(member).isNull()
                    && !body.tree().path(member).isEmpty()) {
                throw LambdaErrors.notEmulated(
                        "%s of event source mappings, which is for %s".formatted(member, kind),
                        "Kinesis and DynamoDB streams are read here; leave it away");
            }
        });
    }

    private static Arn source(String text) {
        Arn arn = Arn.parse(text);
        if (OTHER_SOURCES.contains(arn.service())) {
            throw LambdaErrors.notEmulated(
                    "event source mappings of " + arn.service(), "Kinesis and DynamoDB streams are read here");
        }
        if (!arn.service().equals("kinesis") && !arn.service().equals("dynamodb")) {
            throw LambdaErrors.invalid("Unrecognized event source.");
        }
        return arn;
    }

    private static void refuseDestinations(WireInput body) {
        if (target(body, "OnSuccess").isPresent()) {
            throw LambdaErrors.invalid("Unsupported DestinationConfig parameter for given event source mapping type.");
        }
    }

    private static StartingPosition position(WireInput body, Arn source) {
        String position = body.text("StartingPosition")
                .orElseThrow(() -> LambdaErrors.invalid("1 validation error detected: Value null at 'startingPosition'"
                        + " failed to satisfy constraint: Member must not be null."));
        Optional<Instant> timestamp = body.timestamp("StartingPositionTimestamp");
        if (!position.equals("AT_TIMESTAMP")) {
            if (timestamp.isPresent()) {
                throw LambdaErrors.invalid(
                        "StartingPositionTimestamp is only for StartingPosition AT_TIMESTAMP, not " + position);
            }
            return position.equals("LATEST") ? new StartingPosition.Latest() : new StartingPosition.TrimHorizon();
        }
        if (source.service().equals("dynamodb")) {
            throw LambdaErrors.invalid("Unsupported starting position for arn type: " + source);
        }
        return new StartingPosition.AtTimestamp(timestamp.orElseThrow(MappingInput::noTimestamp));
    }

    private static AwsException noTimestamp() {
        return LambdaErrors.invalid("StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP");
    }

    /** The mapping with what a body says. */
    static EventSourceMappingSpec merged(EventSourceMappingSpec spec, WireInput body) {
        return new EventSourceMappingSpec(
                spec.source(),
                body.text("FunctionName").orElse(spec.function()),
                spec.from(),
                body.integer("BatchSize").orElse(spec.batchSize()),
                seconds(body, "MaximumBatchingWindowInSeconds").orElse(spec.batchWindow()),
                body.integer("ParallelizationFactor").orElse(spec.parallelization()),
                body.integer("MaximumRetryAttempts").orElse(spec.maxRetries()),
                body.integer("MaximumRecordAgeInSeconds").orElse(spec.maxAgeSeconds()),
                body.bool("BisectBatchOnFunctionError").orElse(spec.bisect()),
                body.texts("FunctionResponseTypes")
                        .map(types -> types.contains(REPORT))
                        .orElse(spec.reportItemFailures()),
                seconds(body, "TumblingWindowInSeconds").orElse(spec.tumblingWindow()),
                body.structure("FilterCriteria").isPresent() ? patterns(body) : spec.filters(),
                body.structure("DestinationConfig").isPresent() ? target(body, "OnFailure") : spec.onFailure(),
                body.bool("Enabled").orElse(spec.enabled()));
    }

    private static Optional<Duration> seconds(WireInput body, String member) {
        return body.integer(member).map(Duration::ofSeconds);
    }

    private static List<String> patterns(WireInput body) {
        return body
                .structure("FilterCriteria")
                .flatMap(criteria -> criteria.structures("Filters"))
                .orElse(List.of())
                .stream()
                .map(filter -> filter.text("Pattern").orElse(""))
                .toList();
    }

    private static Optional<String> target(WireInput body, String kind) {
        return body.structure("DestinationConfig")
                .flatMap(config -> config.structure(kind))
                .flatMap(one -> one.text("Destination"))
                .filter(arn -> !arn.isEmpty());
    }
}
