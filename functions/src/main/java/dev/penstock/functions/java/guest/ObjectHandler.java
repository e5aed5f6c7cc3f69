package dev.penstock.functions.java.guest;

import dev.penstock.functions.java.guest.GuestCodec.JsonType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A handler of objects: reads the event, calls, writes the result.
 *
 * @param event null when the handler takes none: the event is not read then, whatever it is
 * @param result null when the handler gives none
 */
record ObjectHandler(
        Call call, @Nullable JsonType event, @Nullable JsonType result) implements EventHandler {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void handle(InputStream json, OutputStream out, GuestContext context) throws Throwable {
        GuestClientContext client = context.getClientContext();
        boolean android = client != null && client.isAndroid();
        Object returned = call.on(event == null ? null : read(event, json, android), context);
        if (result == null) {
            writeNull(out);
        } else {
            write(result, returned, out, android);
        }
    }

    /** What a handler without a result returns. */
    static void writeNull(OutputStream out) throws IOException {
        out.write(NULL);
    }

    private static @Nullable Object read(JsonType type, InputStream json, boolean android) {
        try {
            return type.read(json, android);
        } catch (Throwable failure) { // AWS's library throws what it likes
            throw problem("An error occurred during JSON parsing", failure);
        }
    }

    private static void write(JsonType type, @Nullable Object value, OutputStream out, boolean android) {
        try {
            type.write(value, out, android);
        } catch (Throwable failure) { // so do the getters of the user's objects
            throw problem("An error occurred during JSON serialization of response", failure);
        }
    }

    /** The type is part of the answer: exactly RuntimeException on AWS. */
    private static RuntimeException problem(String text, Throwable cause) {
        if (cause instanceof GuestExit exit) {
            throw exit;
        }
        return new RuntimeException(text, cause);
    }

    /** Calls the user's code. */
    @FunctionalInterface
    interface Call {
        @Nullable
        Object on(@Nullable Object event, GuestContext context) throws Throwable;
    }
}
