package dev.penstock.functions.process;

import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The server side of the Lambda Runtime API ({@code /2018-06-01/runtime}) for one environment: init, then next, answer,
 * next, answer. What is out of turn is refused with the codes of AWS. Extensions and SnapStart paths are unknown (404).
 * Guarded by {@code lock}.
 */
final class RuntimeApi implements WireHandler {
    private static final String BASE = "/2018-06-01/runtime/";
    private static final String INVOCATION = BASE + "invocation/";
    private static final WireResponse ACCEPTED = WireResponse.json(202, "{\"status\":\"OK\"}");

    private final Object lock = new Object();
    private final String functionArn;
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private final CompletableFuture<Bytes> initError = new CompletableFuture<>();
    private @Nullable CompletableFuture<WireResponse> poll;
    private @Nullable Exchange current;
    private boolean handedOut;

    RuntimeApi(String functionArn) {
        this.functionArn = functionArn;
    }

    /** Completes when the child asks for its first event. */
    CompletableFuture<Void> initialised() {
        return initialised;
    }

    /** Completes with the document the child posted when its start failed. */
    CompletableFuture<Bytes> initError() {
        return initError;
    }

    /** Gives the child an event, now or when it asks; completes with what the child posts. */
    CompletableFuture<Answer> submit(Invocation invocation) {
        Exchange next = new Exchange(invocation, new CompletableFuture<>());
        CompletableFuture<WireResponse> waiting;
        synchronized (lock) {
            current = next;
            waiting = poll;
            poll = null;
            handedOut = waiting != null;
        }
        if (waiting != null) {
            waiting.complete(eventOf(invocation));
        }
        return next.answer();
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        String path = request.path();
        if (request.method().equals("GET") && path.equals(INVOCATION + "next")) {
            return next();
        }
        if (request.method().equals("POST") && path.equals(BASE + "init/error")) {
            return CompletableFuture.completedFuture(initFailed(request.body()));
        }
        if (request.method().equals("POST") && path.startsWith(INVOCATION)) {
            return CompletableFuture.completedFuture(answered(path.substring(INVOCATION.length()), request.body()));
        }
        return CompletableFuture.completedFuture(
                refuse(404, "NotFound", "%s %s is not emulated".formatted(request.method(), path)));
    }

    private CompletionStage<WireResponse> next() {
        CompletableFuture<WireResponse> response = new CompletableFuture<>();
        synchronized (lock) {
            Exchange running = current;
            if (running != null && handedOut) {
                return CompletableFuture.completedFuture(
                        refuse(403, "InvalidStateTransition", "the last invocation was not answered"));
            }
            if (running != null) {
                handedOut = true;
                response.complete(eventOf(running.invocation()));
            } else {
                poll = response;
            }
        }
        initialised.complete(null);
        return response;
    }

    private WireResponse eventOf(Invocation invocation) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.put(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadline().toEpochMilli()));
        headers.put("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        return new WireResponse(200, headers, invocation.event());
    }

    private WireResponse initFailed(Bytes document) {
        if (initialised.isDone()) {
            return refuse(403, "InvalidStateTransition", "the runtime is past its initialisation");
        }
        initError.complete(document);
        return ACCEPTED;
    }

    /** @param call {@code <request id>/response} or {@code <request id>/error} */
    private WireResponse answered(String call, Bytes body) {
        boolean failed = call.endsWith("/error");
        if (!failed && !call.endsWith("/response")) {
            return refuse(404, "NotFound", call + " is not emulated");
        }
        String requestId = call.substring(0, call.lastIndexOf('/'));
        Exchange running;
        synchronized (lock) {
            running = current;
            if (running == null
                    || !handedOut
                    || !running.invocation().requestId().equals(requestId)) {
                return refuse(400, "InvalidRequestID", "Invalid request ID");
            }
            current = null;
            handedOut = false;
        }
        if (!failed && body.length() > ErrorDocument.MAX_RESULT_BYTES) {
            running.answer().complete(Answer.failed(ErrorDocument.resultTooLarge()));
            return refuse(
                    413,
                    "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size (%d bytes).".formatted(ErrorDocument.MAX_RESULT_BYTES));
        }
        running.answer().complete(failed ? Answer.failed(body) : Answer.returned(body));
        return ACCEPTED;
    }

    private static WireResponse refuse(int status, String type, String message) {
        return WireResponse.of(status, "application/json", ErrorDocument.fault(message, type));
    }

    private record Exchange(Invocation invocation, CompletableFuture<Answer> answer) {}
}
