package dev.penstock.functions.local;

import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * An event that was accepted for asynchronous invocation.
 *
 * @param qualifier version or alias that it is for; empty for the code as it is now
 * @param acceptedAt milliseconds since the epoch
 * @param failures attempts in which the function failed
 * @param refusals attempts for which it was not run, since the last one for which it was
 * @param last what the last attempt gave, when there was one
 */
record AsyncEvent(
        String requestId,
        String qualifier,
        InvocationRequest request,
        long acceptedAt,
        int failures,
        int refusals,
        @Nullable InvocationResult last) {

    Bytes payload() {
        return request.event();
    }

    AsyncEvent failed(InvocationResult result) {
        return new AsyncEvent(requestId, qualifier, request, acceptedAt, failures + 1, 0, result);
    }

    AsyncEvent refused() {
        return new AsyncEvent(requestId, qualifier, request, acceptedAt, failures, refusals + 1, last);
    }

    /** Why no more is tried. */
    enum Condition {
        RETRIES_EXHAUSTED("RetriesExhausted"),
        EVENT_AGE_EXCEEDED("EventAgeExceeded"),
        ZERO_RESERVED_CONCURRENCY("ZeroReservedConcurrency");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        /** As it stands in records for destinations. */
        String word() {
            return word;
        }
    }
}
