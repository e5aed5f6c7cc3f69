package dev.penstock.functions.source;

import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * How an invocation ended. Either the function was run or it was not.
 *
 * @param result null when the function was not run: throttled, missing, or a service error
 * @param refusal why it was not run; empty when it was
 */
record Outcome(@Nullable InvocationResult result, String refusal) {

    static Outcome of(@Nullable InvocationResult result, @Nullable Throwable failure) {
        if (result != null) {
            return new Outcome(result, "");
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Outcome(
                null, cause instanceof AwsException aws ? aws.code() + ": " + aws.getMessage() : String.valueOf(cause));
    }

    /** In the words of LastProcessingResult. */
    String problem() {
        if (refusal.startsWith("TooManyRequestsException")) {
            return "PROBLEM: Function call throttled";
        }
        return refusal.startsWith("ResourceNotFoundException")
                ? "PROBLEM: Function does not exist"
                : "PROBLEM: Function call failed";
    }
}
