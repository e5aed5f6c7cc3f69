package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A service that speaks REST-JSON: method and path name the operation; errors are a {@code x-amzn-ErrorType} header and a
 * body with {@code message} and what else the error's shape has.
 */
public final class RestJsonService implements WireHandler {
    private static final String JSON_TYPE = "application/json";
    private static final int NOT_FOUND = 404;

    private final String signingName;
    private final List<Route> routes = new ArrayList<>();

    /** @param signingName how requests of this service are signed, for example {@code iot}, {@code lambda} */
    public RestJsonService(String signingName) {
        this.signingName = signingName;
    }

    /**
     * Adds an operation. All are added before the service is registered. Of several templates that fit a path the one with
     * most fixed segments is taken.
     *
     * @param template for example {@code /rules/{ruleName}/enable} or {@code /destinations/{arn+}}
     */
    public RestJsonService operation(String method, String template, String operationName, RestOperation operation) {
        PathTemplate path = PathTemplate.of(template);
        for (Route route : routes) {
            if (route.operationName.equals(operationName) || (route.method.equals(method) && route.path.equals(path))) {
                throw new IllegalArgumentException(
                        "operation %s or its route %s %s is there twice".formatted(operationName, method, template));
            }
        }
        routes.add(new Route(method, path, operationName, operation));
        routes.sort(Comparator.comparingInt((Route route) -> route.path.fixedSegments())
                .reversed());
        return this;
    }

    /** The same service with the operations of another part of it: two modules may serve one AWS service. */
    RestJsonService and(RestJsonService other) {
        RestJsonService both = new RestJsonService(signingName);
        for (RestJsonService part : List.of(this, other)) {
            part.routes.forEach(
                    route -> both.operation(route.method, route.path.toString(), route.operationName, route.operation));
        }
        return both;
    }

    /** The service name in the credential scope of its requests. */
    public String signingName() {
        return signingName;
    }

    /** Whether an operation has this method and path. */
    boolean serves(WireRequest request) {
        return find(request) != null;
    }

    /** Refusals come back as answers too, so that a service can be tested without a server. */
    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        try {
            Found found = find(request);
            if (found == null) {
                throw unknown(request);
            }
            return found.route
                    .operation
                    .call(new RestInput(request, found.labels))
                    .thenApply(RestJsonService::success)
                    .exceptionally(RestJsonService::refused);
        } catch (AwsException refusal) {
            return CompletableFuture.completedFuture(error(refusal));
        }
    }

    private @Nullable Found find(WireRequest request) {
        for (Route route : routes) {
            Map<String, String> labels =
                    route.method.equals(request.method()) ? route.path.match(request.rawPath()) : null;
            if (labels != null) {
                return new Found(route, labels);
            }
        }
        return null;
    }

    private AwsException unknown(WireRequest request) {
        return new AwsException(
                "UnknownOperationException",
                NOT_FOUND,
                "Penstock does not have %s %s of %s; it has %s"
                        .formatted(
                                request.method(),
                                request.path(),
                                signingName,
                                routes.stream()
                                        .map(route -> route.operationName)
                                        .sorted()
                                        .toList()));
    }

    private static WireResponse refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsException refusal) {
            return error(refusal);
        }
        throw new CompletionException(cause);
    }

    private static WireResponse success(WireOutput.Body body) {
        Map<String, String> headers = Map.of("Content-Type", JSON_TYPE, "x-amzn-RequestId", AnswerIds.requestId());
        return new WireResponse(
                200, headers, body == WireOutput.Body.NONE ? Bytes.EMPTY : Encoding.write(Json.MAPPER, body));
    }

    private static WireResponse error(AwsException refusal) {
        Map<String, String> headers = Map.of(
                "Content-Type", JSON_TYPE,
                "x-amzn-RequestId", AnswerIds.requestId(),
                "x-amzn-ErrorType", refusal.code());
        return new WireResponse(refusal.httpStatus(), headers, Encoding.write(Json.MAPPER, out -> {
            out.text("message", String.valueOf(refusal.getMessage()));
            for (Map.Entry<String, String> more : refusal.members().entrySet()) {
                out.text(more.getKey(), more.getValue());
            }
        }));
    }

    private record Route(String method, PathTemplate path, String operationName, RestOperation operation) {}

    private record Found(Route route, Map<String, String> labels) {}
}
