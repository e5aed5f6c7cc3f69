package dev.penstock.rules.eval;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks once over the bytes of a JSON text, checks all of it and makes a {@link JsonTape}. As strict as RFC 8259 asks: no
 * comments, no leading zeros, valid UTF-8; a byte order mark is skipped. It loops instead of calling itself, so nesting
 * costs no stack. Used once.
 */
final class JsonScanner {
    /** How deep Objects and Arrays may be nested. */
    static final int MAX_DEPTH = 1000;
    /** Digits of one number; more cannot be in range, but for leading zeros behind the point. */
    private static final int MAX_DIGITS = 1000;

    private static final int NONE = -1;
    /** From here on an exponent puts every number that is not zero out of range. */
    private static final int HOPELESS_EXPONENT = 3 * MAX_DIGITS;
    /** With more digits the value is rounded. */
    private static final int EXACT_DIGITS = 34;
    /** With more digits behind {@code 0.} the value may be written with an exponent. */
    private static final int PLAIN_FRACTION = 6;

    private static final int BYTES_PER_ENTRY = 8;

    private final byte[] bytes;
    private final int end;
    private int[] entries;
    private int size;
    private int at;
    /** The Object or Array whose parts are being read. Its {@code LINK} is the one around it, its END what {@code exact} was there. */
    private int open = NONE;

    private int depth;
    private int deepest;
    /** Whether all that was read of the open one is as the writer would write it: {@link JsonTape#EXACT} flags. */
    private int exact = JsonTape.EXACT;

    private String problem = "";

    JsonScanner(byte[] bytes) {
        this.bytes = bytes;
        end = bytes.length;
        entries = new int[Math.max(16, end / BYTES_PER_ENTRY) * JsonTape.WIDTH];
    }

    /** The tape; null when the bytes are not JSON. */
    @Nullable
    JsonTape scan() {
        at = startsWithMark() ? 3 : 0;
        skipBlanks();
        if (value() && parts()) {
            skipBlanks();
            if (at < end) {
                fail("something follows the value");
            }
        }
        return problem.isEmpty() ? new JsonTape(bytes, entries, size, deepest) : null;
    }

    /** Why there is no tape. */
    String problem() {
        return problem;
    }

    /** The byte at which it was found. */
    int problemAt() {
        return at;
    }

    private boolean startsWithMark() {
        return end > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    /** Reads on until the outermost Object or Array is closed. */
    private boolean parts() {
        boolean first = true;
        while (open != NONE) {
            skipBlanks();
            if (at >= end) {
                return fail("the text ends too early");
            }
            boolean object = entries[open] == JsonTape.OBJECT;
            if (bytes[at] == (object ? '}' : ']')) {
                at++;
                close();
                first = false;
                continue;
            }
            if (!first) {
                if (bytes[at] != ',') {
                    return fail("a comma is missing");
                }
                at++;
                skipBlanks();
            }
            if ((object && !name()) || at >= end) {
                return fail("the text ends too early");
            }
            int around = open;
            if (!value()) {
                return false;
            }
            first = open != around;
        }
        return true;
    }

    private boolean value() {
        if (at >= end) {
            return fail("there is no value");
        }
        return switch (bytes[at]) {
            case '{' -> open(JsonTape.OBJECT);
            case '[' -> open(JsonTape.ARRAY);
            case '"' -> text();
            case 't' -> word("true", JsonTape.TRUE);
            case 'f' -> word("false", JsonTape.FALSE);
            case 'n' -> word("null", JsonTape.NULL);
            default -> number();
        };
    }

    private boolean open(int kind) {
        if (++depth > MAX_DEPTH) {
            return fail("it is nested deeper than %d levels".formatted(MAX_DEPTH));
        }
        deepest = Math.max(deepest, depth);
        int entry = add(kind, at, exact, open);
        at++;
        open = entry;
        exact = JsonTape.EXACT;
        return true;
    }

    private void close() {
        int entry = open;
        int outside = entries[entry + JsonTape.END];
        open = entries[entry + JsonTape.LINK];
        entries[entry] |= exact;
        entries[entry + JsonTape.END] = at;
        entries[entry + JsonTape.LINK] = size;
        exact &= outside;
        depth--;
    }

    /** A name, the colon, and blanks around it. */
    private boolean name() {
        if (at >= end || bytes[at] != '"') {
            return fail("a name in quotation marks is missing");
        }
        int start = ++at;
        int flags = characters();
        if (flags == NONE) {
            return false;
        }
        if (flags != 0 && JsonEscapes.hasHalfPair(bytes, start, at - 1)) {
            return fail("half a surrogate pair in a name");
        }
        add(JsonTape.NAME | flags, start, at - 1, Words.hash(bytes, start, at - 1));
        if (at >= end || bytes[at] != ':') {
            skipBlanks();
        }
        if (at >= end || bytes[at] != ':') {
            return fail("a colon is missing");
        }
        at++;
        skipBlanks();
        return true;
    }

    private boolean text() {
        int start = ++at;
        int flags = characters();
        if (flags == NONE) {
            return false;
        }
        int asWritten = flags == 0 ? JsonTape.EXACT : 0;
        add(JsonTape.TEXT | flags | asWritten, start, at - 1, 0);
        exact &= asWritten;
        return true;
    }

    /** The rest of a string with its closing quotation mark: its flags, or NONE when it is not right. */
    private int characters() {
        byte[] in = bytes;
        int limit = end;
        int flags = 0;
        int i = Words.special(in, at, limit);
        while (i < limit) {
            byte c = in[i];
            if (c == '"') {
                at = i + 1;
                return flags;
            }
            int next = NONE;
            if (c == '\\') {
                flags = JsonTape.ESCAPED;
                next = JsonEscapes.end(in, i, limit);
            } else if (c < 0) {
                next = Utf8.next(in, i, limit);
            }
            if (next < 0) {
                at = i;
                fail(c == '\\' ? "an escape in a string is wrong" : c < 0 ? "it is not UTF-8" : "a control character");
                return NONE;
            }
            i = Words.special(in, next, limit);
        }
        at = end;
        fail("a string is not closed");
        return NONE;
    }

    private boolean word(String word, int kind) {
        int start = at;
        for (int i = 0; i < word.length(); i++) {
            if (at >= end || bytes[at] != word.charAt(i)) {
                return fail("a value is missing");
            }
            at++;
        }
        add(kind | JsonTape.EXACT, start, at, 0);
        return true;
    }

    private boolean number() {
        int start = at;
        boolean negative = bytes[at] == '-';
        int whole = negative ? at + 1 : at;
        int point = digits(whole);
        boolean zero = point == whole + 1 && bytes[whole] == '0';
        if (point == whole || (!zero && bytes[whole] == '0')) {
            return fail("a value is missing");
        }
        int fraction = point < end && bytes[point] == '.' ? point + 1 : point;
        int exponent = fraction > point ? digits(fraction) : point;
        if (fraction > point && exponent == fraction) {
            return fail("a digit is missing");
        }
        at = exponent;
        int places = exponent - fraction;
        if (exponent < end && (bytes[exponent] | 0x20) == 'e') {
            return withExponent(start, exponent, point - whole + places);
        }
        if (point - whole + places > MAX_DIGITS) {
            return fail("a number has more than %d digits".formatted(MAX_DIGITS));
        }
        int flags = point - whole + places > EXACT_DIGITS || (zero && places > PLAIN_FRACTION) ? 0 : JsonTape.EXACT;
        if (isZero(fraction, exponent)) {
            flags &= (zero && negative) ? 0 : fraction > point ? JsonTape.EXACT_KEPT : JsonTape.EXACT;
        }
        add((fraction > point ? JsonTape.DECIMAL : JsonTape.INT) | flags, start, exponent, places);
        exact &= flags;
        return true;
    }

    /** A number whose mantissa ends before {@code mark}. */
    private boolean withExponent(int start, int mark, int mantissaDigits) {
        boolean signed = mark + 1 < end && (bytes[mark + 1] == '-' || bytes[mark + 1] == '+');
        int from = signed ? mark + 2 : mark + 1;
        at = digits(from);
        if (at == from) {
            return fail("a digit is missing");
        }
        if (mantissaDigits + at - from > MAX_DIGITS) {
            return fail("a number has more than %d digits".formatted(MAX_DIGITS));
        }
        int size = 0;
        for (int i = from; i < at && size < HOPELESS_EXPONENT; i++) {
            size = size * 10 + bytes[i] - '0';
        }
        boolean zero = isZero(start, mark);
        if (size >= HOPELESS_EXPONENT && !zero) {
            return fail("a number is outside of 1E-999 to 9.99E999");
        }
        // Zero with an absurd exponent is zero, and nobody needs the exponent.
        boolean dropped = size >= HOPELESS_EXPONENT;
        int stop = dropped ? mark : at;
        if (!dropped
                && !Numbers.inRange(new BigDecimal(new String(bytes, start, at - start, StandardCharsets.US_ASCII)))) {
            return fail("a number is outside of 1E-999 to 9.99E999");
        }
        add(JsonTape.DECIMAL, start, stop, JsonTape.WITH_EXPONENT);
        exact = 0;
        return true;
    }

    private boolean isZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] > '0') {
                return false;
            }
        }
        return true;
    }

    private int digits(int from) {
        byte[] in = bytes;
        int limit = end;
        int i = from;
        while (i < limit && in[i] >= '0' && in[i] <= '9') {
            i++;
        }
        return i;
    }

    private void skipBlanks() {
        if (at < end && bytes[at] <= ' ') {
            skipSomeBlanks();
        }
    }

    private void skipSomeBlanks() {
        int i = at;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i++;
        }
        if (i > at) {
            exact = 0;
            at = i;
        }
    }

    private int add(int what, int start, int stop, int link) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        int entry = size;
        entries[entry] = what;
        entries[entry + JsonTape.START] = start;
        entries[entry + JsonTape.END] = stop;
        entries[entry + JsonTape.LINK] = link;
        size = entry + JsonTape.WIDTH;
        return entry;
    }

    /** The first problem counts. */
    private boolean fail(String what) {
        if (problem.isEmpty()) {
            problem = what;
        }
        return false;
    }
}
