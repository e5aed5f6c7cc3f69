package dev.penstock.functions.local;

import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An accepted invocation on its way to an answer. Handler, timeout and shutdown race for it: the first to claim it wins. */
final class PendingInvocation {
    private static final Bytes NO_EVENT = Bytes.utf8("{}");

    private final String requestId;
    private final String functionArn;
    private final InvocationRequest request;
    private final Bytes event;
    private final Runnable atEnd;
    private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();

    /**
     * @param functionArn with the qualifier that the caller gave
     * @param atEnd runs once, before the caller hears of the end
     */
    PendingInvocation(String requestId, String functionArn, InvocationRequest request, Runnable atEnd) {
        this.requestId = requestId;
        this.functionArn = functionArn;
        this.request = request;
        event = request.event().isEmpty() ? NO_EVENT : request.event();
        this.atEnd = atEnd;
    }

    String requestId() {
        return requestId;
    }

    Bytes event() {
        return event;
    }

    boolean logTail() {
        return request.logTail();
    }

    /** What the environment gets. */
    Invocation dueAt(Instant deadline) {
        return new Invocation(requestId, event, deadline, functionArn, request.clientContext(), request.traceId());
    }

    CompletableFuture<InvocationResult> result() {
        return result;
    }

    /** Whether the caller may answer it: true once. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Only after {@link #claim}. */
    void complete(InvocationResult outcome) {
        atEnd.run();
        result.complete(outcome);
    }

    /** It did not run. Only after {@link #claim}, or when it was never accepted. */
    void fail(AwsException failure) {
        atEnd.run();
        result.completeExceptionally(failure);
    }
}
