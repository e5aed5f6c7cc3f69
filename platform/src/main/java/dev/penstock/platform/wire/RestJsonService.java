package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String REQUEST_ID = "x-amzn-RequestId";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final String signingName;
    private final RestErrors errors;
    private final List<Route> routes = new ArrayList<>();
    private final List<Absent> absent = new ArrayList<>();
    private final List<Runnable> closing = new ArrayList<>();
    private boolean slashAtEnd;
    private boolean exactMethods;

    /** @param signingName how requests of this service are signed, for example {@code iot}, {@code lambda} */
    public RestJsonService(String signingName) {
        this(signingName, RestErrors.USUAL);
    }

    /** @param errors how it writes what it refuses */
    public RestJsonService(String signingName, RestErrors errors) {
        this.signingName = signingName;
        this.errors = errors;
    }

    /**
     * Adds an operation that is answered with 200. All are added before the service is registered. Of several templates that
     * fit a path the one with most fixed segments is taken.
     *
     * @param template for example {@code /rules/{ruleName}/enable} or {@code /destinations/{arn+}}
     */
    public RestJsonService operation(String method, String template, String operationName, RestOperation operation) {
        return operation(method, template, operationName, OK, operation);
    }

    /** @param status of the answer when it is not refused, for example 201 */
    public RestJsonService operation(
            String method, String template, String operationName, int status, RestOperation operation) {
        return action(
                method,
                template,
                operationName,
                input -> operation.call(input).thenApply(body -> success(status, body)));
    }

    /** Adds an operation that says all of its answer; it gets a request id when it has none. */
    public RestJsonService action(String method, String template, String operationName, RestAction action) {
        PathTemplate path = PathTemplate.of(template);
        for (Route route : routes) {
            if (route.operationName.equals(operationName) || (route.method.equals(method) && route.path.equals(path))) {
                throw new IllegalArgumentException(
                        "operation %s or its route %s %s is there twice".formatted(operationName, method, template));
            }
        }
        routes.add(new Route(method, path, operationName, action));
        routes.sort(Comparator.comparingInt((Route route) -> route.path.fixedSegments())
                .reversed());
        return this;
    }

    /**
     * Names an operation of the service that nobody has here, so that its refusal can say which it is. Where a part of the
     * service has an operation of this method and path, this says nothing.
     *
     * @param operation for example {@code GET /streams/{streamId} DescribeStream}
     */
    public void notEmulated(String operation) {
        String[] words = operation.split(" ");
        absent.add(new Absent(words[0], PathTemplate.of(words[1]), words[2]));
    }

    /** Lets paths end in a slash that means nothing, as the models of older clients have it. */
    public RestJsonService slashAtEnd() {
        slashAtEnd = true;
        return this;
    }

    /** Refuses another method on the path of an operation with MethodNotAllowedException. */
    public RestJsonService exactMethods() {
        exactMethods = true;
        return this;
    }

    /** Adds what to release when the endpoint closes. */
    public RestJsonService onClose(Runnable release) {
        closing.add(release);
        return this;
    }

    /** The same service with the operations of another part of it: two modules may serve one AWS service. */
    RestJsonService and(RestJsonService other) {
        RestJsonService both = new RestJsonService(signingName, errors);
        both.slashAtEnd = slashAtEnd;
        both.exactMethods = exactMethods && other.exactMethods;
        for (RestJsonService part : List.of(this, other)) {
            part.routes.forEach(
                    route -> both.action(route.method, route.path.toString(), route.operationName, route.action));
            both.absent.addAll(part.absent);
            part.closing.forEach(both::onClose);
        }
        return both;
    }

    /** The service name in the credential scope of its requests. */
    public String signingName() {
        return signingName;
    }

    /** What it has, in AWS's names. */
    public Set<String> operationNames() {
        Set<String> names = new TreeSet<>();
        routes.forEach(route -> names.add(route.operationName));
        return names;
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
                    .action
                    .call(new RestInput(request, found.labels))
                    .thenApply(RestJsonService::identified)
                    .exceptionally(this::refused);
        } catch (AwsException refusal) {
            return CompletableFuture.completedFuture(error(refusal));
        }
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }

    private @Nullable Found find(WireRequest request) {
        String raw = request.rawPath();
        String path = slashAtEnd && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        for (Route route : routes) {
            Map<String, String> labels = route.method.equals(request.method()) ? route.path.match(path) : null;
            if (labels != null) {
                return new Found(route, labels);
            }
        }
        return null;
    }

    private AwsException unknown(WireRequest request) {
        for (Absent operation : absent) {
            if (operation.method.equals(request.method()) && operation.path.match(request.rawPath()) != null) {
                return new AwsException(
                        "UnknownOperationException",
                        NOT_FOUND,
                        "%s of %s is not emulated by Penstock".formatted(operation.name, signingName));
            }
        }
        if (exactMethods && routes.stream().anyMatch(route -> route.path.match(request.rawPath()) != null)) {
            return new AwsException(
                    "MethodNotAllowedException",
                    METHOD_NOT_ALLOWED,
                    "%s is not allowed on %s".formatted(request.method(), request.path()));
        }
        return new AwsException(
                "UnknownOperationException",
                NOT_FOUND,
                "Penstock does not have %s %s of %s; it has %s"
                        .formatted(request.method(), request.path(), signingName, operationNames()));
    }

    private WireResponse refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsException refusal) {
            return error(refusal);
        }
        throw new CompletionException(cause);
    }

    private static WireResponse success(int status, WireOutput.Body body) {
        return new WireResponse(
                status,
                Map.of(CONTENT_TYPE, JSON_TYPE, REQUEST_ID, AnswerIds.requestId()),
                body == WireOutput.Body.NONE ? Bytes.EMPTY : Encoding.write(Json.MAPPER, body));
    }

    private static WireResponse identified(WireResponse answer) {
        return answer.headers().containsKey(REQUEST_ID)
                ? answer
                : answer.with(Map.of(REQUEST_ID, AnswerIds.requestId()));
    }

    private WireResponse error(AwsException refusal) {
        Map<String, String> headers = new HashMap<>(errors.headers(refusal));
        headers.put(CONTENT_TYPE, JSON_TYPE);
        headers.put(REQUEST_ID, AnswerIds.requestId());
        headers.put("x-amzn-ErrorType", refusal.code());
        return new WireResponse(
                refusal.httpStatus(), headers, Encoding.write(Json.MAPPER, out -> errors.write(refusal, out)));
    }

    private record Route(String method, PathTemplate path, String operationName, RestAction action) {}

    private record Absent(String method, PathTemplate path, String name) {}

    private record Found(Route route, Map<String, String> labels) {}
}
