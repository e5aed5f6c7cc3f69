package dev.penstock.functions.runtime;

import dev.penstock.platform.data.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event for a handler.
 *
 * @param requestId UUID
 * @param deadline when it times out, by the pipeline's clock
 * @param functionArn as the caller named the function: with a version or alias when one was given
 * @param clientContext JSON text, null when the caller gave none
 * @param traceId null when the caller gave none
 */
public record Invocation(
        String requestId,
        Bytes event,
        Instant deadline,
        String functionArn,
        @Nullable String clientContext,
        @Nullable String traceId) {}
