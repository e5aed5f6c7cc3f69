package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that speaks AWS JSON (1.0 or 1.1) and AWS CBOR 1.1: the operation is named by the {@code X-Amz-Target}
 * header, the answer has the encoding of the request, errors included.
 */
public final class AwsJsonService implements WireHandler {
    private static final Logger log = LoggerFactory.getLogger(AwsJsonService.class);
    private static final SignatureForm UNSIGNED_TOO = new SignatureForm(false);

    private final String targetPrefix;
    private final Map<String, Call> operations = new HashMap<>();
    private final Map<String, QuickCall> quick = new HashMap<>();
    private @Nullable CoralFront front;

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
        return add(operationName, (input, request, encoding) -> answered(operation.call(input, request), encoding));
    }

    /**
     * Adds an operation that is called very often. All are added before the service is registered.
     *
     * @param reader reads what clients usually send
     * @param streamed does with what the reader gave the same as {@code operation}
     * @param operation for requests that the reader does not take
     */
    public <T> AwsJsonService operation(
            String operationName,
            MemberReader.Input<T> reader,
            StreamedOperation<T> streamed,
            RequestOperation operation) {
        quick.put(operationName, quick(reader, streamed));
        return operation(operationName, operation);
    }

    private static <T> QuickCall quick(MemberReader.Input<T> reader, StreamedOperation<T> streamed) {
        return (request, encoding, signature) -> {
            T input = encoding.streamed(request.body(), reader);
            if (input == null) {
                return null;
            }
            signature.check(request);
            return answered(streamed.call(input, request), encoding);
        };
    }

    private static CompletionStage<WireResponse> answered(CompletionStage<WireOutput.Body> body, Encoding encoding) {
        return body.thenApply(encoding::success).exceptionally(failure -> refused(failure, encoding));
    }

    /** Adds an operation that answers with a stream of events. All are added before the service is registered. */
    public AwsJsonService eventStream(String operationName, EventStreamOperation operation) {
        return add(
                operationName,
                (input, request, encoding) ->
                        CompletableFuture.completedFuture(encoding.eventStream(operation, input, request)));
    }

    private AwsJsonService add(String operationName, Call operation) {
        if (operations.put(operationName, operation) != null) {
            throw new IllegalArgumentException("operation %s is there twice".formatted(operationName));
        }
        return this;
    }

    /**
     * Answers requests that mean no operation as AWS does, to the letter and in AWS's order of checks, where otherwise the
     * content type does not matter and an unknown operation is told which ones there are. For a service that has all
     * operations of its API. Called before the service is registered.
     *
     * @param mediaTypes the content types it speaks, without parameters
     */
    public AwsJsonService exact(String... mediaTypes) {
        front = new CoralFront(Set.of(mediaTypes));
        return this;
    }

    /** Whether it also answers requests to the root path that mean no service at all. */
    boolean isExact() {
        return front != null;
    }

    /** What stands before the dot in {@code X-Amz-Target}. */
    public String targetPrefix() {
        return targetPrefix;
    }

    /** The names of its operations. */
    public Set<String> operationNames() {
        return new TreeSet<>(operations.keySet());
    }

    /** Refusals come back as answers too, so that a service can be tested without a server. */
    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        return handle(request, UNSIGNED_TOO);
    }

    /** Checks in AWS's order: what the front end refuses, the form of the body, the operation, the signature. */
    CompletionStage<WireResponse> handle(WireRequest request, SignatureForm signature) {
        Encoding encoding = Encoding.of(request.header("Content-Type"));
        String name = operationName(request);
        Call operation = operations.get(name);
        WireResponse refusal = front == null ? null : front.refusal(request, operation != null);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        try {
            QuickCall known = quick.get(name);
            CompletionStage<WireResponse> answer = known == null ? null : known.answer(request, encoding, signature);
            if (answer != null) {
                return answer;
            }
            WireInput input = encoding.read(request.body());
            if (operation == null) {
                return CompletableFuture.completedFuture(unknown(request, encoding));
            }
            signature.check(request);
            return operation.answer(input, request, encoding);
        } catch (AwsException refused) {
            return CompletableFuture.completedFuture(encoding.error(refused));
        }
    }

    /** AWS says nothing but the code; what helps then stands in the log and in a header that SDKs show. */
    private WireResponse unknown(WireRequest request, Encoding encoding) {
        String help = "Penstock does not have %s; %s has %s"
                .formatted(request.header("X-Amz-Target"), targetPrefix, new TreeSet<>(operations.keySet()));
        if (front == null) {
            return encoding.error(AwsException.unknownOperation(help));
        }
        log.warn("refused a request: {}", help);
        return encoding.error(AwsException.unknownOperation("")).with(Map.of("x-amzn-error-message", help));
    }

    /** Empty when the target is none of this service. */
    private String operationName(WireRequest request) {
        String target = request.header("X-Amz-Target");
        if (target == null || !target.startsWith(targetPrefix)) {
            return "";
        }
        String rest = target.substring(targetPrefix.length());
        return rest.startsWith(".") ? rest.substring(1) : "";
    }

    private static WireResponse refused(Throwable failure, Encoding encoding) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsException refusal) {
            return encoding.error(refusal);
        }
        throw new CompletionException(cause);
    }

    /** From the members of a request to its whole answer, refusals included. */
    @FunctionalInterface
    private interface Call {
        CompletionStage<WireResponse> answer(WireInput input, WireRequest request, Encoding encoding);
    }

    /** From a request to its whole answer without a tree; null when the request is not as usual. */
    @FunctionalInterface
    private interface QuickCall {
        @Nullable
        CompletionStage<WireResponse> answer(WireRequest request, Encoding encoding, SignatureForm signature);
    }
}
