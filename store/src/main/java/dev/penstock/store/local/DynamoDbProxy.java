package dev.penstock.store.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests from the endpoint on to the DynamoDB behind it, bodies, headers and status unchanged. Guarded by
 * {@code lock}.
 */
public final class DynamoDbProxy implements WireHandler {
    /** What requests on their way count as. */
    public static final String HOP = "store";

    private final Object lock = new Object();
    private final Supplier<URI> endpoint;
    private final InFlight.Gauge inFlight;
    private @Nullable Upstream upstream;
    private boolean closed;

    /** @param endpoint asked when the first request comes */
    public DynamoDbProxy(Supplier<URI> endpoint, InFlight.Gauge inFlight) {
        this.endpoint = endpoint;
        this.inFlight = inFlight;
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        Upstream dynamo = upstream();
        inFlight.begin();
        CompletableFuture<WireResponse> answer = dynamo.send(UpstreamRequest.of(request));
        return IndexWait.afterUpdateTable(request, answer, dynamo)
                .whenComplete((response, failure) -> inFlight.end())
                .exceptionally(failure -> {
                    throw unreachable(dynamo, failure);
                });
    }

    /** @throws AwsException when requests cannot be passed on to this store */
    private Upstream upstream() {
        synchronized (lock) {
            if (closed) {
                throw new AwsException("ServiceUnavailable", 503, "Penstock is shutting down");
            }
            if (upstream == null) {
                upstream = new Upstream(requirePlain(endpoint.get()));
            }
            return upstream;
        }
    }

    /** A signature covers the host name and the real service checks it, so only the client itself can address it. */
    private static URI requirePlain(URI uri) {
        if (!"http".equals(uri.getScheme())) {
            throw new AwsException(
                    "UnsupportedOperationException",
                    400,
                    "The store of this pipeline is DynamoDB at %s. Signed requests cannot be passed on to it: give this client that endpoint instead of Penstock's (AWS_ENDPOINT_URL_DYNAMODB)"
                            .formatted(uri));
        }
        return uri;
    }

    private static AwsException unreachable(Upstream dynamo, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsException refusal) {
            return refusal;
        }
        return new AwsException(
                "InternalServerError",
                500,
                "Penstock cannot get an answer from DynamoDB at %s: %s".formatted(dynamo.server(), cause));
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (upstream != null) {
                upstream.close();
                upstream = null;
            }
        }
    }
}
