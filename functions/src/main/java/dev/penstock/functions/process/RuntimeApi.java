package dev.penstock.functions.process;

import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server side of the Lambda Runtime API ({@code /2018-06-01/runtime}) for one environment: init, then next, answer,
 * next, answer. What is out of turn is refused with the codes of AWS. Extensions, telemetry and SnapStart paths are
 * unknown (404). Guarded by {@code lock}.
 */
final class RuntimeApi implements WireHandler {
    private static final Logger log = LoggerFactory.getLogger(RuntimeApi.class);
    private static final String VERSION = "/2018-06-01/";
    private static final String BASE = VERSION + "runtime/";
    private static final String INVOCATION = BASE + "invocation/";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    private static final String RESPONSE_MODE = "Lambda-Runtime-Function-Response-Mode";
    private static final Pattern KNOWN_ERROR_TYPE = Pattern.compile("(Runtime|Function)\\.[A-Z][a-zA-Z]+");
    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+");
    private static final WireResponse ACCEPTED = WireResponse.json(202, "{\"status\":\"OK\"}");
    private static final WireResponse PONG = WireResponse.of(200, "text/plain", Bytes.utf8("pong"));

    private final Object lock = new Object();
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private final CompletableFuture<Bytes> initError = new CompletableFuture<>();
    private final Runnable idle;
    private @Nullable CompletableFuture<WireResponse> poll;
    private @Nullable Exchange current;
    private boolean handedOut;

    /** @param idle runs whenever the child asks for an event and has answered the last one */
    RuntimeApi(Runnable idle) {
        this.idle = idle;
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
        if (waiting != null
                && !waiting.complete(eventOf(invocation))) { // its connection is gone: the next poll gets it
            synchronized (lock) {
                handedOut = handedOut && !next.equals(current);
            }
        }
        return next.answer();
    }

    /** Takes no answer to the running invocation any more. */
    void cancel() {
        synchronized (lock) {
            current = null;
            handedOut = false;
        }
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        String path = request.path();
        boolean post = request.method().equals("POST");
        if (!post && path.equals(INVOCATION + "next") && request.method().equals("GET")) {
            return next();
        }
        return CompletableFuture.completedFuture(post ? posted(path, request) : other(path, request));
    }

    private WireResponse other(String path, WireRequest request) {
        boolean ping = path.equals("/ping") || path.equals(VERSION + "ping");
        return ping && request.method().equals("GET") ? PONG : notEmulated(request);
    }

    private static WireResponse notEmulated(WireRequest request) {
        return refuse(404, "NotFound", "%s %s is not emulated".formatted(request.method(), request.path()));
    }

    private CompletionStage<WireResponse> next() {
        CompletableFuture<WireResponse> response = new CompletableFuture<>();
        CompletableFuture<WireResponse> earlier;
        Exchange running;
        synchronized (lock) {
            running = current;
            if (running != null && handedOut) {
                return CompletableFuture.completedFuture(
                        refuse(403, "InvalidStateTransition", "the last invocation was not answered"));
            }
            earlier = poll;
            handedOut = running != null;
            poll = running == null ? response : null;
        }
        if (earlier != null) {
            earlier.complete(refuse(403, "InvalidStateTransition", "another request for the next event came"));
        }
        initialised.complete(null);
        idle.run();
        if (running != null) {
            response.complete(eventOf(running.invocation()));
        }
        return response;
    }

    /** What has no value is left out, as AWS does: clients tell absent and empty apart. */
    private static WireResponse eventOf(Invocation invocation) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.put(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadline().toEpochMilli()));
        headers.put("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
        putText(headers, "Lambda-Runtime-Client-Context", invocation.clientContext());
        putText(headers, "Lambda-Runtime-Trace-Id", invocation.traceId());
        return new WireResponse(200, headers, invocation.event());
    }

    /** A header carries bytes: a text goes as UTF-8, one character for each byte; line ends are white space in JSON. */
    private static void putText(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            byte[] utf8 = LINE_ENDS.matcher(value).replaceAll(" ").getBytes(StandardCharsets.UTF_8);
            headers.put(name, new String(utf8, StandardCharsets.ISO_8859_1));
        }
    }

    private WireResponse posted(String path, WireRequest request) {
        if (path.equals(BASE + "init/error")) {
            return initFailed(request);
        }
        boolean failed = path.endsWith("/error");
        if (!path.startsWith(INVOCATION) || !(failed || path.endsWith("/response"))) {
            return notEmulated(request);
        }
        String mode = request.header(RESPONSE_MODE);
        if (!failed && mode != null && !mode.equals("streaming")) {
            return refuse(400, "InvalidFunctionResponseMode", "Invalid function response mode: " + mode);
        }
        return answered(path.substring(INVOCATION.length(), path.lastIndexOf('/')), failed, request);
    }

    private WireResponse initFailed(WireRequest request) {
        if (initialised.isDone() || initError.isDone()) {
            return refuse(403, "InvalidStateTransition", "the runtime is past its initialisation");
        }
        log.debug("init failed with {}", errorType(request.header(ERROR_TYPE)));
        initError.complete(request.body());
        return ACCEPTED;
    }

    private WireResponse answered(String requestId, boolean failed, WireRequest request) {
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
        if (request.body().length() > ErrorDocument.MAX_RESULT_BYTES) {
            running.answer().complete(Answer.failed(ErrorDocument.resultTooLarge()));
            return refuse(
                    413,
                    "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size (%d bytes).".formatted(ErrorDocument.MAX_RESULT_BYTES));
        }
        running.answer().complete(failed ? Answer.failed(request.body()) : returned(request));
        return ACCEPTED;
    }

    /** A streamed response fails by its trailers: what was sent before counts for nothing, its reader is not there yet. */
    private static Answer returned(WireRequest request) {
        String type = request.header(ERROR_TYPE);
        if (type == null) {
            return Answer.returned(request.body());
        }
        log.debug("a streamed response ended with {}", errorType(type));
        String document = request.header(ERROR_BODY);
        try {
            return Answer.failed(
                    document == null
                            ? ErrorDocument.fault("the response stream ended with an error", errorType(type))
                            : Bytes.wrap(Base64.getDecoder().decode(document)));
        } catch (IllegalArgumentException notBase64) {
            return Answer.failed(ErrorDocument.fault(String.valueOf(document), errorType(type)));
        }
    }

    /** What AWS makes of the type that a runtime gives; it classifies errors and is never shown to callers. */
    static String errorType(@Nullable String given) {
        if (given != null && KNOWN_ERROR_TYPE.matcher(given).find()) {
            return given;
        }
        return given != null && given.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
    }

    private static WireResponse refuse(int status, String type, String message) {
        return WireResponse.of(status, "application/json", ErrorDocument.fault(message, type));
    }

    private record Exchange(Invocation invocation, CompletableFuture<Answer> answer) {}
}
