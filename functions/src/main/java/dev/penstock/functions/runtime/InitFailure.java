package dev.penstock.functions.runtime;

import dev.penstock.platform.data.Bytes;
import java.util.function.Function;

/** The environment could not be initialised: the handler is missing, or its start threw. */
public final class InitFailure extends Exception {
    private final transient Function<String, Bytes> document;

    /**
     * @param summary one sentence for the user
     * @param document what the caller of the function gets
     */
    public InitFailure(String summary, Bytes document) {
        this(summary, requestId -> document);
    }

    /** @param document what the caller of the function gets, which names the request id that is given to it */
    public InitFailure(String summary, Function<String, Bytes> document) {
        super(summary);
        this.document = document;
    }

    /** The error document that the caller of the function gets. */
    public Bytes document(String requestId) {
        return document.apply(requestId);
    }
}
