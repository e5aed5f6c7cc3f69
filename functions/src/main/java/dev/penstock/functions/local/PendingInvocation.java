package dev.penstock.functions.local;

import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An accepted invocation on its way to an answer. Handler, timeout and shutdown race for it: the first to claim it wins. */
final class PendingInvocation {
    private final String requestId;
    private final Bytes event;
    private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();

    PendingInvocation(String requestId, Bytes event) {
        this.requestId = requestId;
        this.event = event;
    }

    String requestId() {
        return requestId;
    }

    Bytes event() {
        return event;
    }

    CompletableFuture<InvocationResult> result() {
        return result;
    }

    /** Whether the caller may answer it: true once. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }
}
