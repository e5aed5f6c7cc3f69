package dev.penstock.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a function gave back. */
public final class Answer {
    private final byte[] payload;
    private final @Nullable String error;

    Answer(byte[] payload, @Nullable String error) {
        this.payload = payload.clone();
        this.error = error;
    }

    /** The JSON that the handler returned, or that tells its error. */
    public String payload() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** {@code Unhandled} when the handler threw, timed out or ended its process. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public String toString() {
        return error == null ? payload() : error + " " + payload();
    }
}
