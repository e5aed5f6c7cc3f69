package dev.penstock.broker.identity;

import dev.penstock.platform.aws.AwsException;

/** The errors of the control plane; codes and statuses as in its API model. */
public final class IdentityErrors {
    private IdentityErrors() {}

    public static AwsException invalid(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }

    static AwsException notFound(String what, String name) {
        return new AwsException("ResourceNotFoundException", 404, "%s %s not found.".formatted(what, name));
    }

    static AwsException exists(String what, String id, String arn) {
        return new AwsException("ResourceAlreadyExistsException", 409, "%s %s already exists".formatted(what, id))
                .with("resourceId", id)
                .with("resourceArn", arn);
    }

    static AwsException versionConflict(String thing, long expected, long found) {
        return new AwsException(
                "VersionConflictException",
                409,
                "The version for thing %s does not match the expected version: expected %d, found %d"
                        .formatted(thing, expected, found));
    }

    static AwsException deleteConflict(String message) {
        return new AwsException("DeleteConflictException", 409, message);
    }

    static AwsException state(String message) {
        return new AwsException("CertificateStateException", 406, message);
    }

    static AwsException versionsLimit(String policy) {
        return new AwsException(
                "VersionsLimitExceededException",
                409,
                "The policy %s already has the maximum number of versions (%d)"
                        .formatted(policy, Policies.MAX_VERSIONS));
    }

    static AwsException limit(String message) {
        return new AwsException("LimitExceededException", 410, message);
    }

    static AwsException certificate(String message) {
        return new AwsException("CertificateValidationException", 400, message);
    }

    static AwsException registrationCode(String message) {
        return new AwsException("RegistrationCodeValidationException", 400, message);
    }
}
