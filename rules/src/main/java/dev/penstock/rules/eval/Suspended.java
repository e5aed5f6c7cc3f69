package dev.penstock.rules.eval;

import java.util.concurrent.CompletionStage;

/**
 * An evaluation waits for the answer of an external function. The caller repeats the same call with the same
 * {@link Evaluation} when {@link #until} is complete; what was answered so far is kept there. Carries no stack trace: it
 * is no error.
 */
public final class Suspended extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient CompletionStage<Void> until;

    Suspended(CompletionStage<Void> until) {
        super("waiting for an external function", null, false, false);
        this.until = until;
    }

    /** Complete, and never failed, when it is worth trying again. */
    public CompletionStage<Void> until() {
        return until;
    }
}
