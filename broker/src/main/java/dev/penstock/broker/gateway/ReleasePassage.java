package dev.penstock.broker.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A PUBREL. The message is forgotten before the next packet begins, which may be another PUBLISH with its id. */
final class ReleasePassage implements Passage {
    private static final CompletionStage<?> NOTHING = CompletableFuture.completedStage(null);

    private final BooleanSupplier release;
    private final Consumer<Boolean> answer;
    private boolean known;

    /**
     * @param release forgets the message, false when there is none
     * @param answer writes the PUBCOMP, after the PUBREC of the message; told whether there was one
     */
    ReleasePassage(BooleanSupplier release, Consumer<Boolean> answer) {
        this.release = release;
        this.answer = answer;
    }

    @Override
    public int bytes() {
        return 0;
    }

    @Override
    public CompletionStage<?> begin() {
        known = release.getAsBoolean();
        return NOTHING;
    }

    @Override
    public CompletionStage<?> proceed() {
        return NOTHING;
    }

    @Override
    public void done() {
        answer.accept(known);
    }

    @Override
    public void failed(Throwable cause) {}

    @Override
    public void dropped() {}
}
