package dev.penstock.functions.runtime;

import dev.penstock.platform.data.Bytes;
import java.time.Instant;

/**
 * One event for a handler.
 *
 * @param requestId UUID
 * @param deadline when it times out, by the pipeline's clock
 */
public record Invocation(String requestId, Bytes event, Instant deadline) {}
