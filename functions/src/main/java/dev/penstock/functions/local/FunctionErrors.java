package dev.penstock.functions.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import java.util.Collection;

/** What AWS Lambda would answer. */
final class FunctionErrors {

    private FunctionErrors() {}

    static AwsException functionNotFound(String arn) {
        return notFound("Function not found: " + arn);
    }

    static AwsException aliasNotFound(String arn) {
        return notFound("Cannot find alias arn: " + arn);
    }

    private static AwsException notFound(String message) {
        return new AwsException("ResourceNotFoundException", 404, message);
    }

    static AwsException functionExists(String name) {
        return conflict("Function already exist: " + name);
    }

    static AwsException aliasExists(String arn) {
        return conflict("Alias already exists: " + arn);
    }

    static AwsException versionReferenced(Collection<String> aliases) {
        return conflict("Unable to delete version because the following aliases reference it: " + aliases);
    }

    private static AwsException conflict(String message) {
        return new AwsException("ResourceConflictException", 409, message);
    }

    static AwsException otherRevision() {
        return new AwsException(
                "PreconditionFailedException",
                412,
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest Revision Id");
    }

    static AwsException otherCode(String given, String actual) {
        return invalid(
                ("CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please try again with the"
                                + " CodeSHA256 in $LATEST.")
                        .formatted(given, actual));
    }

    static AwsException invalid(String message) {
        return new AwsException("InvalidParameterValueException", 400, message);
    }

    static AwsException tooManyRequests() {
        return new AwsException("TooManyRequestsException", 429, "Rate Exceeded.")
                .with("Reason", "ConcurrentInvocationLimitExceeded");
    }

    /** The reserved concurrency is in use. */
    static AwsException reservedConcurrencyReached() {
        return new AwsException("TooManyRequestsException", 429, "Rate Exceeded.")
                .with("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded");
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

    static AwsException functionElsewhere(String reference, AwsIdentity here) {
        return notFound("Function not found: %s; this pipeline is account %s in %s"
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
