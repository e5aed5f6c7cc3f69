package dev.penstock.functions.runtime;

import dev.penstock.platform.data.Bytes;

/**
 * How an invocation ended.
 *
 * @param payload the handler's result, or an error document
 * @param failed whether {@code payload} is an error document
 */
public record Answer(Bytes payload, boolean failed) {

    /** The handler returned this. */
    public static Answer returned(Bytes payload) {
        return new Answer(payload, false);
    }

    /** The handler failed with this error document. */
    public static Answer failed(Bytes document) {
        return new Answer(document, true);
    }
}
