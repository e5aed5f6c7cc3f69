package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;

/** Values as JSON: UTF-8, no white space, members in their order, numbers without loss. */
public final class JsonText {
    /** No text gets longer than this, in bytes: eight times what a message may have. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int SMALL = 128;

    private JsonText() {}

    /**
     * The JSON text.
     *
     * @throws LimitExceeded when it is longer than {@link #MAX_BYTES}
     */
    public static String of(Value value) {
        JsonWriter out = new JsonWriter(SMALL, MAX_BYTES);
        out.value(value);
        return out.text();
    }

    /**
     * The JSON text in UTF-8; Undefined is no bytes, and a payload that is not JSON stays as it is.
     *
     * @throws LimitExceeded when it is longer than {@link #MAX_BYTES}
     */
    public static Bytes bytes(Value value) {
        return bytes(value, SMALL, MAX_BYTES);
    }

    /** The same, with what length to expect and to allow. */
    static Bytes bytes(Value value, int expected, int limit) {
        if (value.isUndefined()) {
            return Bytes.EMPTY;
        }
        if (value instanceof Value.Binary binary) {
            return binary.bytes();
        }
        JsonWriter out = new JsonWriter(expected, limit);
        out.value(value);
        return out.done();
    }

    /** For messages and traces: says so when it is too long. */
    static String shown(Value value) {
        try {
            return of(value);
        } catch (LimitExceeded tooLong) {
            return "(%s of more than %d bytes)".formatted(value.typeName(), MAX_BYTES);
        }
    }
}
