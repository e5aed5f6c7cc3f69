package dev.penstock.functions.runtime;

import dev.penstock.platform.data.Bytes;

/** The environment could not be initialised: the handler is missing, or its start threw. */
public final class InitFailure extends Exception {
    private final transient Bytes document;

    /**
     * @param summary one sentence for the user
     * @param document what the caller of the function gets
     */
    public InitFailure(String summary, Bytes document) {
        super(summary);
        this.document = document;
    }

    /** The error document that the caller of the function gets. */
    public Bytes document() {
        return document;
    }
}
