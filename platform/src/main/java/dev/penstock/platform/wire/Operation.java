package dev.penstock.platform.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One API action: request structure in, response structure out, or an {@code AwsException}. */
@FunctionalInterface
public interface Operation {

    CompletionStage<WireOutput.Body> call(WireInput input);

    /** An operation that answers at once. */
    static Operation immediate(Function<WireInput, WireOutput.Body> body) {
        return input -> CompletableFuture.completedFuture(body.apply(input));
    }
}
