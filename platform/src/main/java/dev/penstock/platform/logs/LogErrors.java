package dev.penstock.platform.logs;

import dev.penstock.platform.aws.AwsException;

/** The errors of CloudWatch Logs. */
final class LogErrors {
    private LogErrors() {}

    static AwsException invalid(String message) {
        return new AwsException("InvalidParameterException", 400, message);
    }

    static AwsException noGroup() {
        return new AwsException("ResourceNotFoundException", 400, "The specified log group does not exist.");
    }

    static AwsException noStream() {
        return new AwsException("ResourceNotFoundException", 400, "The specified log stream does not exist.");
    }

    static AwsException noResource(String arn) {
        return new AwsException(
                "ResourceNotFoundException", 400, "The specified resource does not exist: %s".formatted(arn));
    }

    static AwsException groupExists() {
        return new AwsException("ResourceAlreadyExistsException", 400, "The specified log group already exists");
    }

    static AwsException streamExists() {
        return new AwsException("ResourceAlreadyExistsException", 400, "The specified log stream already exists");
    }

    static AwsException tooMany(String what, int most) {
        return new AwsException(
                "LimitExceededException",
                400,
                "Penstock keeps at most %d %s; delete some, or start it anew".formatted(most, what));
    }

    /** @param instead what the user can do */
    static AwsException notEmulated(String what, String instead) {
        return invalid("%s is not emulated by Penstock; %s".formatted(what, instead));
    }
}
