package dev.penstock.platform.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One REST-JSON API action: request in, response structure out, or an {@code AwsException}. */
@FunctionalInterface
public interface RestOperation {

    CompletionStage<WireOutput.Body> call(RestInput input);

    /** An operation that answers at once. */
    static RestOperation answering(Function<RestInput, WireOutput.Body> body) {
        return input -> CompletableFuture.completedFuture(body.apply(input));
    }
}
