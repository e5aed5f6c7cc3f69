package dev.penstock.rules.eval;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON bytes and a list of where everything in them stands, as {@link JsonScanner} found it. Nothing is decoded until it
 * is asked for. Used by one thread at a time.
 *
 * <p>One entry takes {@link #WIDTH} ints: what it is, where it starts, where it ends (excluded), and a link. An Object is
 * followed by its members, each a name and a value; an Array by its elements. The link of an Object or Array is the entry
 * after its last part, of a name its {@link Words#hash}, of a Decimal the number of its fraction digits.
 */
final class JsonTape {
    static final int WIDTH = 4;
    static final int START = 1;
    static final int END = 2;
    static final int LINK = 3;

    static final int OBJECT = 0;
    static final int ARRAY = 1;
    static final int NAME = 2;
    static final int TEXT = 3;
    static final int INT = 4;
    static final int DECIMAL = 5;
    static final int TRUE = 6;
    static final int FALSE = 7;
    static final int NULL = 8;
    private static final int KIND = 15;

    /** Of a name or String: it has escapes. */
    static final int ESCAPED = 1 << 4;
    /** The bytes are just what {@link JsonWriter} would write for the value with decimals kept. */
    static final int EXACT_KEPT = 1 << 5;
    /** The same with whole decimals made Ints. */
    static final int EXACT_FOLDED = 1 << 6;

    static final int EXACT = EXACT_KEPT | EXACT_FOLDED;
    /** The {@link #LINK} of a Decimal that has an exponent. */
    static final int WITH_EXPONENT = -1;

    private final byte[] bytes;
    private final int[] entries;
    private final int size;
    private final int depth;
    private boolean checked;
    private boolean plain;

    JsonTape(byte[] bytes, int[] entries, int size, int depth) {
        this.bytes = bytes;
        this.entries = entries;
        this.size = size;
        this.depth = depth;
    }

    /** Whether in no Object a name stands twice or has escapes, so that members can be passed on as they are. */
    boolean hasPlainNames() {
        if (!checked) {
            plain = NameCheck.isPlain(this, size);
            checked = true;
        }
        return plain;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How deep Objects and Arrays are nested; 0 for a scalar. */
    int depth() {
        return depth;
    }

    int kind(int entry) {
        return entries[entry] & KIND;
    }

    boolean is(int entry, int flag) {
        return (entries[entry] & flag) != 0;
    }

    int start(int entry) {
        return entries[entry + START];
    }

    int end(int entry) {
        return entries[entry + END];
    }

    int link(int entry) {
        return entries[entry + LINK];
    }

    /** The entry that follows a value and all that is in it. */
    int after(int value) {
        return kind(value) <= ARRAY ? entries[value + LINK] : value + WIDTH;
    }

    /** The value of the last member of that name; -1 when there is none. A name with escapes is decoded. */
    int find(int object, MemberKey key) {
        int found = -1;
        int end = link(object);
        for (int name = object + WIDTH; name < end; name = after(name + WIDTH)) {
            if (is(name, ESCAPED) ? text(name).equals(key.name()) : isNamed(name, key)) {
                found = name + WIDTH;
            }
        }
        return found;
    }

    boolean haveSameName(int name, int other) {
        return link(name) == link(other)
                && Arrays.equals(bytes, start(name), end(name), bytes, start(other), end(other));
    }

    /** Whether a name without escapes is this one. */
    boolean isNamed(int name, MemberKey key) {
        return entries[name + LINK] == key.hash() && key.equalsBytes(bytes, start(name), end(name));
    }

    /** The characters of a name or String. */
    String text(int entry) {
        int start = start(entry);
        int length = end(entry) - start;
        return is(entry, ESCAPED)
                ? JsonEscapes.decode(bytes, start, start + length)
                : new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    /** Writes a String with its quotation marks. */
    void writeText(int entry, JsonWriter out) {
        if (is(entry, ESCAPED)) {
            out.reescaped(bytes, start(entry), end(entry));
        } else {
            out.bytes(bytes, start(entry) - 1, end(entry) + 1);
        }
    }

    /** The characters of a number. */
    String digits(int entry) {
        return new String(bytes, start(entry), end(entry) - start(entry), StandardCharsets.ISO_8859_1);
    }
}
