package dev.penstock.platform.wire;

import java.util.concurrent.CompletionStage;

/** An {@link Operation} that also looks at the request around its input, for example at whom it is signed for. */
@FunctionalInterface
public interface RequestOperation {

    CompletionStage<WireOutput.Body> call(WireInput input, WireRequest request);
}
