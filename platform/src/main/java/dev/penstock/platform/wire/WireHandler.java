package dev.penstock.platform.wire;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests. Called on a Netty event loop: it must not block, but may complete later from any thread. A failed
 * stage or a thrown exception becomes a 500 answer without a stack trace.
 */
@FunctionalInterface
public interface WireHandler {

    CompletionStage<WireResponse> handle(WireRequest request);

    /** Releases what the handler holds; {@link AwsEndpoint#close} calls it for those registered with it. */
    default void close() {}
}
