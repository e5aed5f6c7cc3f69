package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;

/** Values as JSON: UTF-8, no white space, members in their order, numbers without loss. */
public final class JsonText {
    /** No text gets longer than this, in bytes: eight times what a message may have. */
    public static final int MAX_BYTES = 1 << 20;

    /** Beyond this nobody reads on. */
    private static final int MAX_SHOWN = 16 * 1024;

    private static final int SMALL = 128;

    private JsonText() {}

    /** @throws LimitExceeded when no text may get that long */
    public static void checkLength(long length) {
        if (length > MAX_BYTES) {
            throw new LimitExceeded("a text becomes longer than %d characters".formatted(MAX_BYTES));
        }
    }

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
        return Weight.of(value) > MAX_SHOWN
                ? "(%s of more than %d characters)".formatted(value.typeName(), MAX_SHOWN)
                : of(value);
    }
}
