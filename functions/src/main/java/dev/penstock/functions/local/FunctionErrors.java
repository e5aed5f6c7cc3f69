package dev.penstock.functions.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;

/** What AWS Lambda would answer. */
final class FunctionErrors {

    private FunctionErrors() {}

    static AwsException functionNotFound(String arn) {
        return new AwsException("ResourceNotFoundException", 404, "Function not found: " + arn);
    }

    static AwsException functionExists(String name) {
        return new AwsException("ResourceConflictException", 409, "Function already exist: " + name);
    }

    static AwsException tooManyRequests() {
        return new AwsException("TooManyRequestsException", 429, "Rate Exceeded.");
    }

    /** DIFFERS: AWS kills the environment; here code that ignores the interrupt keeps its thread. */
    static AwsException hungEnvironments(String name, int count) {
        return new AwsException(
                "TooManyRequestsException",
                429,
                ("Function '%s' has %d invocations that timed out and still run, ignoring the interrupt; no more are"
                                + " started until one of them returns. Correct the handler and restart Penstock.")
                        .formatted(name, count));
    }

    static AwsException requestTooLarge(int bytes, int limit) {
        return new AwsException(
                "RequestTooLargeException",
                413,
                "%d byte payload is too large for the RequestResponse invocation type (limit %d bytes)"
                        .formatted(bytes, limit));
    }

    static AwsException eventTooLarge(int bytes, int limit) {
        return new AwsException(
                "RequestTooLargeException",
                413,
                "%d byte payload is too large for the Event invocation type (limit %d bytes)".formatted(bytes, limit));
    }

    static AwsException invalidName(String problem) {
        return AwsException.validation("1 validation error detected: functionName: " + problem);
    }

    /** DIFFERS: AWS has versions and aliases. */
    static AwsException qualifierNotFound(String arn, String qualifier) {
        return new AwsException(
                "ResourceNotFoundException",
                404,
                "Function not found: %s:%s; versions and aliases are not emulated yet: leave ':%s' away, or use $LATEST"
                        .formatted(arn, qualifier, qualifier));
    }

    static AwsException functionElsewhere(String reference, AwsIdentity here) {
        return new AwsException(
                "ResourceNotFoundException",
                404,
                "Function not found: %s; this pipeline is account %s in %s"
                        .formatted(reference, here.account(), here.region()));
    }

    /** An environment could be made before, and now this machine lacks something. */
    static AwsException cannotStart(String reason) {
        return new AwsException("ServiceException", 500, reason);
    }

    static AwsException closed() {
        return new AwsException("ServiceException", 500, "functions is closed");
    }
}
