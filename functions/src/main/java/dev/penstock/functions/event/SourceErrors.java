package dev.penstock.functions.event;

import dev.penstock.platform.aws.AwsException;

/** What AWS answers to a mapping of something that cannot be read. Source: recorded answers of the real service. */
final class SourceErrors {

    private SourceErrors() {}

    static AwsException streamMissing(String arn) {
        return invalid("Stream not found: " + arn);
    }

    static AwsException unsupportedPosition(String arn) {
        return invalid("Unsupported starting position for arn type: " + arn);
    }

    static AwsException noAnswer(Exception cause) {
        return new AwsException("ServiceException", 500, "DynamoDB Streams does not answer: " + cause);
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidParameterValueException", 400, message);
    }
}
