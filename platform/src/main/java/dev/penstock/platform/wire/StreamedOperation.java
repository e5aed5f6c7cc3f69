package dev.penstock.platform.wire;

import java.util.concurrent.CompletionStage;

/** An {@link Operation} on input that was read without a tree. */
@FunctionalInterface
public interface StreamedOperation<T> {

    CompletionStage<WireOutput.Body> call(T input, WireRequest request);
}
