package dev.penstock.analytics.input;

import dev.penstock.platform.data.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Goes through a record that holds JSON in its most common form: texts of ASCII without escapes, numbers of up to 18
 * digits without exponent. Each method says whether what it met was of that form; when not, the record is Jackson's to
 * read, and to refuse. What it accepts is JSON to Jackson too, and means the same.
 */
final class JsonCursor {
    private static final int END = 0;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_NAME = 1_000;
    private static final int MAX_DEPTH = 64;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = ONES << 7;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int textStart;
    private int textEnd;
    private long digits;
    private int scale;

    JsonCursor(Bytes record) {
        bytes = record.array();
        at = record.offset();
        end = at + record.length();
    }

    /** The byte after white space, where the cursor stops; 0 at the end and for what is never right. */
    int peek() {
        while (at < end) {
            byte next = bytes[at];
            if (next > ' ') {
                return next;
            }
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return END;
            }
            at++;
        }
        return END;
    }

    boolean isAtEnd() {
        return peek() == END && at == end;
    }

    /** Passes one byte, after white space. */
    boolean take(int expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes these bytes when they are the next, without white space before them. */
    boolean takeAll(byte[] expected) {
        int length = expected.length;
        if (length > end - at) {
            return false;
        }
        int compared = 0;
        while (compared <= length - Long.BYTES) {
            if ((long) LONGS.get(bytes, at + compared) != (long) LONGS.get(expected, compared)) {
                return false;
            }
            compared += Long.BYTES;
        }
        for (int i = compared; i < length; i++) {
            if (bytes[at + i] != expected[i]) {
                return false;
            }
        }
        at += length;
        return true;
    }

    /** Passes a text, which {@link #text()} then gives. */
    boolean takeText() {
        if (at >= end || bytes[at] != '"') {
            return false;
        }
        int stop = at + 1;
        while (stop < end && isPlain(bytes[stop])) {
            stop = stop + Long.BYTES <= end ? stop + plainOfNextEight(stop) : stop + 1;
        }
        if (stop >= end || bytes[stop] != '"') {
            return false;
        }
        textStart = at + 1;
        textEnd = stop;
        at = stop + 1;
        return true;
    }

    /** A negative one belongs to a character beyond ASCII. */
    private static boolean isPlain(byte next) {
        return next >= ' ' && next != '"' && next != '\\';
    }

    /** How many of the eight bytes from here are plain, up to the first that is not; all eight are looked at at once. */
    private int plainOfNextEight(int from) {
        long eight = (long) LONGS.get(bytes, from);
        long quote = eight ^ ONES * '"';
        long backslash = eight ^ ONES * '\\';
        // The highest bit of a byte is set when it is zero, or less than a blank, or has that bit. A byte above one
        // that is
        // found may be found wrongly: only the lowest counts.
        long found =
                ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((eight - ONES * ' ') & ~eight) | eight;
        return Long.numberOfTrailingZeros(found & HIGHEST_BITS) / Byte.SIZE;
    }

    boolean takeName() {
        return takeText() && textEnd - textStart <= MAX_NAME;
    }

    String text() {
        return text(Integer.MAX_VALUE);
    }

    /** The first characters of the text. */
    String text(int most) {
        return new String(bytes, textStart, Math.min(most, textEnd - textStart), StandardCharsets.ISO_8859_1);
    }

    /** Passes a number, which {@link #digits} and {@link #scale} then give. */
    boolean takeNumber() {
        boolean isNegative = bytes[at] == '-';
        int start = isNegative ? at + 1 : at;
        int i = start;
        long value = 0;
        int point = -1;
        for (; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            } else if (bytes[i] == '.' && point < 0 && i > start) {
                point = i;
            } else {
                break;
            }
        }
        int wholeDigits = (point < 0 ? i : point) - start;
        int fraction = point < 0 ? 0 : i - point - 1;
        boolean isUsual = wholeDigits > 0
                && wholeDigits + fraction <= MAX_DIGITS
                && (wholeDigits == 1 || bytes[start] != '0')
                && (point < 0 || fraction > 0);
        at = i; // what follows must be a comma or an end: an exponent is neither
        digits = isNegative ? -value : value;
        scale = fraction;
        return isUsual;
    }

    /** The number without its point. */
    long digits() {
        return digits;
    }

    /** How many of the digits are after the point; 0 when there is none. */
    int scale() {
        return scale;
    }

    /** Passes a value that nobody wants. */
    boolean skip() {
        return skip(0);
    }

    private boolean skip(int depth) {
        return switch (peek()) {
            case '"' -> takeText();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> takeNumber();
            case '{' -> depth < MAX_DEPTH && skipAll(true, '}', depth + 1);
            case '[' -> depth < MAX_DEPTH && skipAll(false, ']', depth + 1);
            case 't' -> takeAll(JsonWord.TRUE.bytes());
            case 'f' -> takeAll(JsonWord.FALSE.bytes());
            case 'n' -> takeAll(JsonWord.NULL.bytes());
            default -> false;
        };
    }

    private boolean skipAll(boolean isNamed, char close, int depth) {
        at++;
        if (take(close)) {
            return true;
        }
        do {
            boolean hasName = !isNamed || (peek() == '"' && takeName() && take(':'));
            if (!hasName || !skip(depth)) {
                return false;
            }
        } while (take(','));
        return take(close);
    }
}
