package dev.penstock.broker.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A packet for the engine, which must neither overtake publishes nor be overtaken by them. */
final class EnginePassage implements Passage {
    private static final Logger log = LoggerFactory.getLogger(EnginePassage.class);
    private static final CompletionStage<?> NOTHING = CompletableFuture.completedStage(null);

    private final String clientId;
    private final Supplier<CompletionStage<?>> work;
    private final Runnable after;

    EnginePassage(String clientId, Supplier<CompletionStage<?>> work, Runnable after) {
        this.clientId = clientId;
        this.work = work;
        this.after = after;
    }

    @Override
    public int bytes() {
        return 0;
    }

    @Override
    public CompletionStage<?> begin() {
        return NOTHING;
    }

    @Override
    public CompletionStage<?> proceed() {
        return work.get();
    }

    @Override
    public void done() {
        after.run();
    }

    @Override
    public void failed(Throwable cause) {
        log.warn(
                "closing the connection of client {}: the session engine could not deal with its packet",
                clientId,
                cause);
    }

    @Override
    public void dropped() {}
}
