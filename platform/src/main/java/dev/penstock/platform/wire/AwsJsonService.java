package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A service that speaks AWS JSON (1.0 or 1.1) and AWS CBOR 1.1: the operation is named by the {@code X-Amz-Target}
 * header, the answer has the encoding of the request, errors included.
 */
public final class AwsJsonService implements WireHandler {
    private final String targetPrefix;
    private final Map<String, RequestOperation> operations = new HashMap<>();
    private final Map<String, EventStreamOperation> eventStreams = new HashMap<>();

    /** @param targetPrefix what stands before the dot in {@code X-Amz-Target}, for example {@code Kinesis_20131202} */
    public AwsJsonService(String targetPrefix) {
        this.targetPrefix = targetPrefix;
    }

    /** Adds an operation. All are added before the service is registered. */
    public AwsJsonService operation(String operationName, Operation operation) {
        return operation(operationName, (input, request) -> operation.call(input));
    }

    /** Adds an operation that looks at the request as well. All are added before the service is registered. */
    public AwsJsonService operation(String operationName, RequestOperation operation) {
        if (operations.put(operationName, operation) != null) {
            throw new IllegalArgumentException("operation %s is there twice".formatted(operationName));
        }
        return this;
    }

    /** Adds an operation that answers with a stream of events. All are added before the service is registered. */
    public AwsJsonService eventStream(String operationName, EventStreamOperation operation) {
        if (eventStreams.put(operationName, operation) != null) {
            throw new IllegalArgumentException("operation %s is there twice".formatted(operationName));
        }
        return this;
    }

    /** What stands before the dot in {@code X-Amz-Target}. */
    public String targetPrefix() {
        return targetPrefix;
    }

    /** Refusals come back as answers too, so that a service can be tested without a server. */
    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        Encoding encoding = Encoding.of(request.header("Content-Type"));
        try {
            EventStreamOperation eventStream = eventStreams.get(operationName(request));
            if (eventStream != null) {
                return CompletableFuture.completedFuture(encoding.eventStream(eventStream, request));
            }
            return operationOf(request)
                    .call(encoding.read(request.body()), request)
                    .thenApply(encoding::success)
                    .exceptionally(failure -> refused(failure, encoding));
        } catch (AwsException refusal) {
            return CompletableFuture.completedFuture(encoding.error(refusal));
        }
    }

    private static WireResponse refused(Throwable failure, Encoding encoding) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsException refusal) {
            return encoding.error(refusal);
        }
        throw new CompletionException(cause);
    }

    private RequestOperation operationOf(WireRequest request) {
        String operationName = operationName(request);
        RequestOperation operation = operations.get(operationName);
        if (operation == null) {
            throw AwsException.unknownOperation(
                    "Penstock does not have %s.%s; it has %s".formatted(targetPrefix, operationName, operationNames()));
        }
        return operation;
    }

    private static String operationName(WireRequest request) {
        String target = request.header("X-Amz-Target");
        return target == null ? "" : target.substring(target.indexOf('.') + 1);
    }

    private Set<String> operationNames() {
        Set<String> names = new TreeSet<>(operations.keySet());
        names.addAll(eventStreams.keySet());
        return names;
    }
}
