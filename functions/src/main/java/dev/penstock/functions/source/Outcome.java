package dev.penstock.functions.source;

import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param error null when the function took the batch
 * @param refused the function was not run (throttled, service error): not an attempt
 */
record Outcome(@Nullable String error, boolean refused) {
    private static final int MAX_ERROR_CHARS = 500;

    /** Without {@code ReportBatchItemFailures} any normal return is a success, whatever it says. */
    static Outcome of(@Nullable InvocationResult result, @Nullable Throwable failure) {
        if (result == null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return new Outcome(
                    cause instanceof AwsException aws ? aws.code() + ": " + aws.getMessage() : String.valueOf(cause),
                    true);
        }
        return result.succeeded()
                ? new Outcome(null, false)
                : new Outcome(shortened(result.payload().utf8()), false);
    }

    private static String shortened(String document) {
        return document.length() <= MAX_ERROR_CHARS ? document : document.substring(0, MAX_ERROR_CHARS) + "...";
    }
}
