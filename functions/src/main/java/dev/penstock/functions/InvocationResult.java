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
 */
public record InvocationResult(
        String requestId, Bytes payload, @Nullable String functionError, Duration duration) {

    /** Whether the handler returned normally. */
    public boolean succeeded() {
        return functionError == null;
    }
}
