package dev.penstock.functions.java.guest;

import org.jspecify.annotations.Nullable;

/**
 * How one invocation ended.
 *
 * @param payload the result, or the error document
 * @param errorType null for a result; else what the Runtime API calls the error type, for example
 *     {@code Runtime.UserException}; the callers of the function never see it
 * @param ends whether AWS ends the environment after this answer
 */
@SuppressWarnings("ArrayRecordComponent") // JDK types only, handed over once
public record GuestAnswer(byte[] payload, @Nullable String errorType, boolean ends) {

    static GuestAnswer returned(byte[] payload) {
        return new GuestAnswer(payload, null, false);
    }
}
