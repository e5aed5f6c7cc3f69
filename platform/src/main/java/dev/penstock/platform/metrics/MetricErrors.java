package dev.penstock.platform.metrics;

import dev.penstock.platform.aws.AwsException;

/** The errors of CloudWatch; codes from service model 2010-08-01. */
final class MetricErrors {
    private MetricErrors() {}

    static AwsException missing(String parameter) {
        return new AwsException("MissingParameter", 400, "The parameter %s is required.".formatted(parameter));
    }

    static AwsException invalid(String message) {
        return new AwsException("InvalidParameterValue", 400, message);
    }

    static AwsException combination(String message) {
        return new AwsException("InvalidParameterCombination", 400, message);
    }

    static AwsException nextToken() {
        return new AwsException("InvalidNextToken", 400, "The parameter NextToken is invalid.");
    }

    static AwsException malformed(String message) {
        return new AwsException("MalformedInput", 400, message);
    }

    /** What is asked for exists on AWS and not here. */
    static AwsException notHere(String what) {
        return new AwsException(
                "InvalidParameterValue",
                400,
                "Penstock does not have %s of CloudWatch; it keeps Sum, Average, Minimum, Maximum and SampleCount"
                        .formatted(what));
    }
}
