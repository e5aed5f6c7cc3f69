package dev.penstock.platform.lifecycle;

import org.jspecify.annotations.Nullable;

/** A component could not start. The message tells the user what to do; it is shown without a stack trace. */
public final class StartException extends RuntimeException {

    /** @param message what failed, which value, what to do next */
    public StartException(String message) {
        super(message);
    }

    /** @param message what failed, which value, what to do next */
    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
