package dev.penstock.functions.source;

import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.filter.RecordFilter;
import dev.penstock.platform.aws.Arn;
import dev.penstock.stream.StartingPosition;
import java.time.Instant;
import java.util.Set;

/** What a mapping may be. Source: Lambda API Reference, CreateEventSourceMapping; recorded answers of the real service. */
final class MappingRules {
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_RETRIES = 10_000;
    private static final int MAX_WINDOW_SECONDS = 300;
    private static final int MAX_TUMBLING_SECONDS = 900;
    private static final int MAX_LANES = 10;
    private static final int MIN_AGE_SECONDS = 60;
    private static final int MAX_AGE_SECONDS = 604_800;
    private static final Set<String> DESTINATIONS = Set.of("sqs", "sns", "s3");

    private MappingRules() {}

    /**
     * @return which records it wants
     * @throws dev.penstock.platform.aws.AwsException ValidationException for what the API model forbids,
     *     InvalidParameterValueException for the rest
     */
    static RecordFilter check(EventSourceMappingSpec spec, Destinations destinations, Instant now) {
        checkRanges(spec);
        checkFunction(spec.function());
        checkStart(spec, now);
        spec.onFailure().ifPresent(target -> checkDestination(target, destinations));
        return RecordFilter.of(spec.filters());
    }

    private static void checkRanges(EventSourceMappingSpec spec) {
        MappingErrors.requireRange("batchSize", spec.batchSize(), 1, MAX_BATCH);
        MappingErrors.requireRange(
                "maximumBatchingWindowInSeconds", spec.batchWindow().toSeconds(), 0, MAX_WINDOW_SECONDS);
        MappingErrors.requireRange("parallelizationFactor", spec.parallelization(), 1, MAX_LANES);
        MappingErrors.requireRange("maximumRecordAgeInSeconds", spec.maxAgeSeconds(), -1, MAX_AGE_SECONDS);
        MappingErrors.requireRange("maximumRetryAttempts", spec.maxRetries(), -1, MAX_RETRIES);
        MappingErrors.requireRange(
                "tumblingWindowInSeconds", spec.tumblingWindow().toSeconds(), 0, MAX_TUMBLING_SECONDS);
        if (spec.maxAgeSeconds() >= 0 && spec.maxAgeSeconds() < MIN_AGE_SECONDS) {
            throw MappingErrors.invalid("MaximumRecordAgeInSeconds %d must be -1 or between %d and %d"
                    .formatted(spec.maxAgeSeconds(), MIN_AGE_SECONDS, MAX_AGE_SECONDS));
        }
    }

    private static void checkFunction(String function) {
        try {
            FunctionReference.parse(function);
        } catch (IllegalArgumentException invalid) {
            throw MappingErrors.invalid(String.valueOf(invalid.getMessage()));
        }
    }

    private static void checkStart(EventSourceMappingSpec spec, Instant now) {
        Arn source = source(spec);
        if (spec.from() instanceof StartingPosition.AtTimestamp at) {
            if (source.service().equals("dynamodb")) {
                throw MappingErrors.invalid("Unsupported starting position for arn type: " + source);
            }
            if (at.timestamp().isAfter(now)) {
                throw MappingErrors.invalid(
                        "StartingPositionTimestamp %s must not be in the future".formatted(at.timestamp()));
            }
        }
    }

    /** The ARN that it reads. */
    static Arn source(EventSourceMappingSpec spec) {
        try {
            return Arn.parse(spec.source());
        } catch (IllegalArgumentException noArn) {
            throw MappingErrors.unrecognizedSource();
        }
    }

    private static void checkDestination(String target, Destinations destinations) {
        boolean known;
        try {
            known = DESTINATIONS.contains(Arn.parse(target).service());
        } catch (IllegalArgumentException noArn) {
            known = false;
        }
        if (!known) {
            throw MappingErrors.invalid("Unsupported DestinationConfig parameter for given event source mapping type.");
        }
        destinations.check(target);
    }
}
