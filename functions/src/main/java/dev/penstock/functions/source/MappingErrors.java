package dev.penstock.functions.source;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;

/** What AWS answers to CreateEventSourceMapping and its sisters. Source: recorded answers of the real service. */
final class MappingErrors {

    private MappingErrors() {}

    static AwsException mappingMissing() {
        return new AwsException("ResourceNotFoundException", 404, "The resource you requested does not exist.");
    }

    static AwsException functionMissing() {
        return invalid("Function does not exist");
    }

    static AwsException unrecognizedSource() {
        return invalid("Unrecognized event source.");
    }

    static AwsException notEmulated(Arn source) {
        return invalid("Event sources of the service '%s' are not emulated: %s. Use a Kinesis or a DynamoDB stream."
                .formatted(source.service(), source));
    }

    static AwsException isDeleting() {
        return new AwsException(
                "ResourceInUseException",
                400,
                "Cannot update the event source mapping because it is in use."); // AWS says so in any transient state
    }

    static AwsException exists(String sourceArn, String function, String id) {
        return new AwsException(
                "ResourceConflictException",
                409,
                ("The event source arn (\" %s \") and function (\" %s \") provided mapping already exists. Please update or"
                                + " delete the existing mapping with UUID %s")
                        .formatted(sourceArn, function, id));
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

    static AwsException invalid(String message) {
        return new AwsException("InvalidParameterValueException", 400, message);
    }
}
