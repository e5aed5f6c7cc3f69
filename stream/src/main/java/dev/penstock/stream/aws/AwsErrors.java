package dev.penstock.stream.aws;

import dev.penstock.platform.aws.AwsException;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Turns what the SDK throws into what the port promises. */
final class AwsErrors {
    static final String NOT_FOUND = "ResourceNotFoundException";

    private static final int UNREACHABLE = 503;

    private AwsErrors() {}

    /** The service's own code, status and text; ServiceUnavailable when the service was not reached. */
    static AwsException of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsException already) {
            return already;
        }
        if (cause instanceof AwsServiceException service) {
            AwsErrorDetails details = service.awsErrorDetails();
            return new AwsException(details.errorCode(), service.statusCode(), details.errorMessage());
        }
        AwsException unreachable = new AwsException(
                "ServiceUnavailable", UNREACHABLE, "Kinesis could not be called: %s".formatted(cause.getMessage()));
        unreachable.initCause(cause);
        return unreachable;
    }

    static boolean isThrottling(Throwable failure) {
        return switch (of(failure).code()) {
            case "ProvisionedThroughputExceededException", "LimitExceededException", "ThrottlingException" -> true;
            default -> false;
        };
    }
}
