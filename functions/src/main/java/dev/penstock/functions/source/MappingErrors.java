package dev.penstock.functions.source;

import dev.penstock.platform.aws.AwsException;

/** What AWS answers to CreateEventSourceMapping. Source: recorded answers of the real service. */
final class MappingErrors {

    private MappingErrors() {}

    static AwsException mappingMissing() {
        return new AwsException("ResourceNotFoundException", 404, "The resource you requested does not exist.");
    }

    static AwsException functionMissing() {
        return invalid("Function does not exist");
    }

    static AwsException streamMissing(String arn) {
        return invalid("Stream not found: " + arn);
    }

    static AwsException exists(String streamArn, String function, String id) {
        return new AwsException(
                "ResourceConflictException",
                409,
                ("The event source arn (\" %s \") and function (\" %s \") provided mapping already exists. Please update or"
                                + " delete the existing mapping with UUID %s")
                        .formatted(streamArn, function, id));
    }

    static void requireRange(String member, long value, long min, long max) {
        if (value < min) {
            throw constraint(member, value, "greater than or equal to " + min);
        }
        if (value > max) {
            throw constraint(member, value, "less than or equal to " + max);
        }
    }

    private static AwsException constraint(String member, long value, String constraint) {
        return AwsException.validation(
                "1 validation error detected: Value '%d' at '%s' failed to satisfy constraint: Member must have value %s"
                        .formatted(value, member, constraint));
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidParameterValueException", 400, message);
    }
}
