package dev.penstock.functions.wire;

import dev.penstock.functions.Functions;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.EventFrame;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireResponse;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Invoke, InvokeAsync, InvokeWithResponseStream. Source: Lambda API Reference, and the fact sheet spec-lambda, section 7. */
final class InvokeOperations {
    private static final int SYNC_LIMIT = 6 * 1024 * 1024;
    private static final int EVENT_LIMIT = 1024 * 1024;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int MAX_CHUNK = 1024 * 1024;
    private static final String REQUEST_ID = "x-amzn-RequestId";
    private static final String TRACE_ID = "X-Amzn-Trace-Id";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String SYNC = "RequestResponse";
    private static final List<String> TYPES = List.of("Event", SYNC, "DryRun");

    private final Functions functions;
    private final InvokeInput input;

    InvokeOperations(Functions functions, InvokeInput input) {
        this.functions = functions;
        this.input = input;
    }

    CompletionStage<WireResponse> invoke(RestInput in) {
        String type = type(in, TYPES);
        InvocationRequest request = input.read(in, type.equals("Event") ? EVENT_LIMIT : SYNC_LIMIT, type);
        return switch (type) {
            case "Event" -> queued(request, traceOf(request), ACCEPTED);
            case "DryRun" -> tried(request);
            default -> functions.invoke(request).thenApply(result -> answer(result, traceOf(request)));
        };
    }

    private static String type(RestInput in, List<String> types) {
        Optional<String> type = in.header("X-Amz-Invocation-Type").filter(text -> !text.isEmpty());
        new Violations()
                .oneOf("invocationType", type, types)
                .oneOf("logType", in.header("X-Amz-Log-Type"), List.of("None", "Tail"))
                .refuse();
        return type.orElse(SYNC);
    }

    private static String traceOf(InvocationRequest request) {
        return request.traceId() == null ? "" : request.traceId();
    }

    private CompletionStage<WireResponse> tried(InvocationRequest request) {
        functions.catalog().describe(request.function());
        return CompletableFuture.completedFuture(new WireResponse(NO_CONTENT, Map.of(), Bytes.EMPTY));
    }

    private CompletionStage<WireResponse> queued(InvocationRequest request, String trace, int status) {
        return functions
                .invokeEvent(request)
                .thenApply(id -> new WireResponse(status, Map.of(REQUEST_ID, id, TRACE_ID, trace), Bytes.EMPTY));
    }

    private static WireResponse answer(InvocationResult result, String trace) {
        Map<String, String> headers = headers(result, trace);
        headers.put(CONTENT_TYPE, "application/json");
        if (result.functionError() != null) {
            headers.put("X-Amz-Function-Error", result.functionError());
        }
        if (result.logTail() != null) {
            headers.put("X-Amz-Log-Result", result.logTail().base64());
        }
        return new WireResponse(OK, headers, result.payload());
    }

    private static Map<String, String> headers(InvocationResult result, String trace) {
        Map<String, String> headers = new HashMap<>();
        headers.put(REQUEST_ID, result.requestId());
        headers.put(TRACE_ID, trace);
        headers.put("X-Amz-Executed-Version", result.executedVersion());
        return headers;
    }

    /** Deprecated, and still in the SDKs: an event whose answer says nothing. */
    CompletionStage<WireResponse> invokeAsync(RestInput in) {
        InvocationRequest request = input.read(in, EVENT_LIMIT, "Event");
        return queued(request, traceOf(request), ACCEPTED);
    }

    /** DIFFERS: the handler's answer is sent when it is whole; see docs/lambda.md. */
    CompletionStage<WireResponse> invokeStreaming(RestInput in) {
        String type = type(in, List.of(SYNC, "DryRun"));
        InvocationRequest request = input.read(in, SYNC_LIMIT, type);
        return type.equals("DryRun")
                ? tried(request)
                : functions.invoke(request).thenApply(result -> streamed(result, traceOf(request)));
    }

    private static WireResponse streamed(InvocationResult result, String trace) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(result.payload().length());
        Bytes payload = result.payload();
        for (int at = 0; result.succeeded() && at < payload.length(); at += MAX_CHUNK) {
            body.writeBytes(EventFrame.event(
                            "PayloadChunk", payload.slice(at, Math.min(MAX_CHUNK, payload.length() - at)))
                    .shared());
        }
        body.writeBytes(EventFrame.event("InvokeComplete", payload.length(), end -> {
                    if (result.functionError() != null) {
                        end.text("ErrorCode", result.functionError()).text("ErrorDetails", payload.utf8());
                    }
                    if (result.logTail() != null) {
                        end.text("LogResult", result.logTail().base64());
                    }
                })
                .shared());
        Map<String, String> headers = headers(result, trace);
        headers.put(CONTENT_TYPE, EventFrame.MEDIA_TYPE);
        return new WireResponse(OK, headers, Bytes.wrap(body.toByteArray()));
    }
}
