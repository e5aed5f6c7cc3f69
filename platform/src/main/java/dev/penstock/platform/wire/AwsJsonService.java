package dev.penstock.platform.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A service that speaks AWS JSON (1.0 or 1.1) and AWS CBOR 1.1: the operation is named by the {@code X-Amz-Target}
 * header, the answer has the encoding of the request, errors included.
 */
public final class AwsJsonService implements WireHandler {
    private static final String CBOR_TYPE = "application/x-amz-cbor-1.1";

    private final String targetPrefix;
    private final Map<String, Operation> operations = new HashMap<>();

    /** @param targetPrefix what stands before the dot in {@code X-Amz-Target}, for example {@code Kinesis_20131202} */
    public AwsJsonService(String targetPrefix) {
        this.targetPrefix = targetPrefix;
    }

    /** Adds an operation. All are added before the service is registered. */
    public AwsJsonService operation(String operationName, Operation operation) {
        if (operations.put(operationName, operation) != null) {
            throw new IllegalArgumentException("operation %s is there twice".formatted(operationName));
        }
        return this;
    }

    /** What stands before the dot in {@code X-Amz-Target}. */
    public String targetPrefix() {
        return targetPrefix;
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        String contentType = mediaType(request.header("Content-Type"));
        boolean cbor = contentType.equals(CBOR_TYPE);
        try {
            return operationOf(request)
                    .call(new WireInput(parse(request.body(), cbor), cbor))
                    .thenApply(body -> success(body, contentType, cbor))
                    .exceptionally(failure -> failed(failure, contentType, cbor));
        } catch (AwsException refusal) {
            return CompletableFuture.completedFuture(error(refusal, contentType, cbor));
        }
    }

    private Operation operationOf(WireRequest request) {
        String target = request.header("X-Amz-Target");
        String operationName = target == null ? "" : target.substring(target.indexOf('.') + 1);
        Operation operation = operations.get(operationName);
        if (operation == null) {
            throw AwsException.unknownOperation("Penstock does not have %s.%s; it has %s"
                    .formatted(targetPrefix, operationName, new TreeSet<>(operations.keySet())));
        }
        return operation;
    }

    private static JsonNode parse(Bytes body, boolean cbor) {
        try {
            JsonNode tree = mapper(cbor).readTree(body.shared());
            if (tree == null || !tree.isObject()) {
                throw AwsException.serialization("");
            }
            return tree;
        } catch (IOException malformed) {
            throw AwsException.serialization("");
        }
    }

    private static WireResponse success(WireOutput.Body body, String contentType, boolean cbor) {
        Bytes content = body == WireOutput.Body.NONE ? Bytes.EMPTY : encode(body, cbor);
        return new WireResponse(200, headers(contentType), content);
    }

    private static WireResponse failed(Throwable failure, String contentType, boolean cbor) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsException refusal) {
            return error(refusal, contentType, cbor);
        }
        throw new CompletionException(cause);
    }

    private static WireResponse error(AwsException refusal, String contentType, boolean cbor) {
        String message = refusal.getMessage();
        Bytes content = encode(
                out -> {
                    out.text("__type", refusal.code());
                    if (message != null && !message.isEmpty()) {
                        out.text("message", message);
                    }
                },
                cbor);
        Map<String, String> headers = headers(contentType);
        headers.put("x-amzn-ErrorType", refusal.code());
        return new WireResponse(refusal.httpStatus(), headers, content);
    }

    private static Map<String, String> headers(String contentType) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
        return headers;
    }

    private static Bytes encode(WireOutput.Body body, boolean cbor) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = mapper(cbor).getFactory().createGenerator(buffer)) {
            generator.writeStartObject();
            body.writeTo(new WireOutput(generator));
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(buffer.toByteArray());
    }

    private static ObjectMapper mapper(boolean cbor) {
        return cbor ? Json.CBOR : Json.MAPPER;
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "application/x-amz-json-1.1";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip();
    }
}
