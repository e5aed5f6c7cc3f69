package dev.penstock.functions;

import dev.penstock.platform.data.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function. Source: Lambda API Reference, Invoke.
 *
 * @param function its name or ARN, with a version or alias or without, see {@link FunctionReference}
 * @param event JSON; an empty one stands for {@code {}}
 * @param clientContext JSON text that the handler finds in its context
 * @param traceId {@code Root=...;Parent=...;Sampled=...}
 * @param logTail whether the result shall have the last 4 KB of the invocation's log
 */
public record InvocationRequest(
        String function,
        Bytes event,
        @Nullable String clientContext,
        @Nullable String traceId,
        boolean logTail) {

    /** Just an event. */
    public static InvocationRequest of(String function, Bytes event) {
        return new InvocationRequest(function, event, null, null, false);
    }
}
