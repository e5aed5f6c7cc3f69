package dev.penstock.platform.wire;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests. Called on a Netty event loop: it must not block, but may complete later from any thread. An
 * {@link dev.penstock.platform.aws.AwsException}, thrown or as the failure of the stage, becomes AWS's error in the
 * encoding of the request; anything else becomes a 500 without a stack trace.
 */
@FunctionalInterface
public interface WireHandler {

    CompletionStage<WireResponse> handle(WireRequest request);

    /** Releases what the handler holds; {@link AwsEndpoint#close} calls it for those registered with it. */
    default void close() {}
}
