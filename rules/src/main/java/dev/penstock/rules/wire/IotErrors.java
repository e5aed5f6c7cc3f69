package dev.penstock.rules.wire;

import dev.penstock.platform.aws.AwsException;

/** The errors of the IoT control plane. */
final class IotErrors {
    private IotErrors() {}

    static AwsException invalid(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }

    static AwsException violates(String value, String member, String constraint) {
        return invalid("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                .formatted(value, member, constraint));
    }

    static AwsException missing(String member) {
        return invalid(
                "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                        .formatted(member));
    }

    /** How AWS says that there is no such rule: it does not tell strangers which rules exist. */
    static AwsException denied(String ruleName) {
        return new AwsException(
                "UnauthorizedException", 401, "Access to topic rule '%s' was denied".formatted(ruleName));
    }

    /** As {@link #denied}. */
    static AwsException deniedDestination(String arn) {
        return new AwsException(
                "UnauthorizedException", 401, "Access to TopicRuleDestination '%s' was denied".formatted(arn));
    }

    static AwsException noResource(String arn) {
        return new AwsException(
                "ResourceNotFoundException",
                404,
                "There is no topic rule with the ARN '%s'; Penstock keeps tags of topic rules only".formatted(arn));
    }

    static AwsException tooManyTags(int most) {
        return new AwsException("LimitExceededException", 410, "A resource has at most %d tags".formatted(most));
    }
}
