package dev.penstock.functions;

import dev.penstock.platform.data.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation gave back.
 *
 * @param requestId UUID of the invocation
 * @param payload what the handler returned, or the error document of AWS when it failed
 * @param functionError {@code Unhandled} when the handler failed, else null
 * @param duration how long the handler ran, by the pipeline's clock
 * @param executedVersion {@code $LATEST} or the number of the version that ran
 * @param logTail the last 4 KB of the invocation's log, when it was asked for
 */
public record InvocationResult(
        String requestId,
        Bytes payload,
        @Nullable String functionError,
        Duration duration,
        String executedVersion,
        @Nullable Bytes logTail) {

    /** A result of the code as it is now, without log. */
    public InvocationResult(String requestId, Bytes payload, @Nullable String functionError, Duration duration) {
        this(requestId, payload, functionError, duration, FunctionReference.LATEST, null);
    }

    /** Whether the handler returned normally. */
    public boolean succeeded() {
        return functionError == null;
    }
}
