package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes values as JSON in UTF-8 without white space into one growing array. Half of a surrogate pair, which UTF-8 cannot
 * have, becomes an escape. Used once.
 */
final class JsonWriter {
    private static final int LONGEST_LONG = 20;
    /** Callers may ask for a few bytes more than they need. */
    private static final int SLACK = 32;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    /** What follows the backslash for characters below a blank; 0 where it is {@code u00XX}. */
    private static final byte[] SHORT_ESCAPES = new byte[' '];

    static {
        SHORT_ESCAPES['\b'] = 'b';
        SHORT_ESCAPES['\t'] = 't';
        SHORT_ESCAPES['\n'] = 'n';
        SHORT_ESCAPES['\f'] = 'f';
        SHORT_ESCAPES['\r'] = 'r';
    }

    private final int limit;
    private byte[] out;
    private int size;

    /** @param limit how many bytes it may become */
    JsonWriter(int expected, int limit) {
        this.limit = limit;
        out = new byte[Math.min(expected, limit)];
    }

    /** What was written; nothing can be added any more. */
    Bytes done() {
        return Bytes.wrap(size == out.length ? out : Arrays.copyOf(out, size));
    }

    String text() {
        return new String(out, 0, size, StandardCharsets.UTF_8);
    }

    /** @throws LimitExceeded when it becomes too long */
    void value(Value value) {
        if (value instanceof Text text) {
            text.write(this);
        } else if (value instanceof Int integer && integer.isSmall()) {
            number(integer.unscaled());
        } else if (value instanceof Numeric numeric && numeric.isSmall() && isPlain(numeric)) {
            decimal(numeric.unscaled(), numeric.scale());
        } else if (value instanceof Numeric numeric) {
            ascii(numeric.decimal().toString());
        } else if (value instanceof Bool bool) {
            ascii(bool.isTrue() ? "true" : "false");
        } else if (value instanceof Obj object) {
            object.write(this);
        } else if (value instanceof Array array) {
            array.write(this);
        } else if (value == Value.Null.INSTANCE) {
            ascii("null");
        } else {
            throw new IllegalArgumentException("%s has no JSON form".formatted(value.typeName()));
        }
    }

    void members(Map<String, Value> members) {
        punctuation('{');
        for (Map.Entry<String, Value> member : members.entrySet()) {
            member(member.getKey(), member.getValue());
        }
        close('}');
    }

    void elements(List<Value> elements) {
        punctuation('[');
        for (Value element : elements) {
            value(element);
            punctuation(',');
        }
        close(']');
    }

    /** A member and a comma. */
    void member(String name, Value value) {
        string(name);
        punctuation(':');
        value(value);
        punctuation(',');
    }

    /** One ASCII character. */
    void punctuation(char c) {
        room(1);
        out[size++] = (byte) c;
    }

    /** Closes an Object or Array: in place of the comma after its last part. */
    void close(char c) {
        if (out[size - 1] == ',') {
            size--;
        }
        punctuation(c);
    }

    /** Takes the closing brace of what was written last away, so that members can follow. */
    void reopen() {
        size--;
        if (out[size - 1] != '{') {
            punctuation(',');
        }
    }

    /** A piece of JSON as it is. */
    void bytes(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, out, size, end - start);
        size += end - start;
    }

    void string(String text) {
        punctuation('"');
        int length = text.length();
        room(length + SLACK);
        int plain = 0;
        while (plain < length && isPlain(text.charAt(plain))) {
            out[size++] = (byte) text.charAt(plain++);
        }
        if (plain < length) {
            rest(text, plain);
        }
        punctuation('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    private void rest(String text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            room(length - i + SLACK);
            if (c < 0x80) {
                one(c);
            } else {
                int point = text.codePointAt(i);
                encode(point);
                i += Character.charCount(point) - 1;
            }
        }
    }

    /** A string whose escapes are right but perhaps not needed: what can stand as it is does. */
    void reescaped(byte[] from, int start, int end) {
        punctuation('"');
        int plain = start;
        for (int at = JsonEscapes.next(from, start, end); at < end; at = JsonEscapes.next(from, plain, end)) {
            bytes(from, plain, at);
            char c = JsonEscapes.character(from, at);
            plain = at + JsonEscapes.length(from, at);
            boolean paired = Character.isHighSurrogate(c) && plain + 1 < end && from[plain] == '\\';
            char low = paired ? JsonEscapes.character(from, plain) : 0;
            room(SLACK);
            if (Character.isLowSurrogate(low)) {
                encode(Character.toCodePoint(c, low));
                plain += JsonEscapes.length(from, plain);
            } else {
                one(c);
            }
        }
        bytes(from, plain, end);
        punctuation('"');
    }

    private void one(char c) {
        if (c >= 0x80) {
            encode(c);
        } else if (c >= ' ' && c != '"' && c != '\\') {
            out[size++] = (byte) c;
        } else {
            escape(c);
        }
    }

    private void escape(char c) {
        out[size++] = '\\';
        byte letter = c < ' ' ? SHORT_ESCAPES[c] : (byte) c;
        if (letter != 0) {
            out[size++] = letter;
        } else {
            unicode(c);
        }
    }

    private void unicode(int c) {
        out[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            out[size++] = HEX[c >> shift & 15];
        }
    }

    /** A character beyond ASCII. */
    private void encode(int point) {
        if (point < 0x800) {
            out[size++] = (byte) (0xC0 | point >> 6);
        } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            out[size++] = '\\';
            unicode(point);
            return;
        } else if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            out[size++] = (byte) (0xE0 | point >> 12);
            out[size++] = (byte) (0x80 | (point >> 6 & 0x3F));
        } else {
            out[size++] = (byte) (0xF0 | point >> 18);
            out[size++] = (byte) (0x80 | (point >> 12 & 0x3F));
            out[size++] = (byte) (0x80 | (point >> 6 & 0x3F));
        }
        out[size++] = (byte) (0x80 | (point & 0x3F));
    }

    /** Whether BigDecimal writes it without exponent, for sure. */
    private static boolean isPlain(Numeric number) {
        return number.scale() > 0
                && (number.scale() <= 6 || Math.abs(number.unscaled()) >= SmallDecimal.power(number.scale() - 6));
    }

    private void decimal(long unscaled, int scale) {
        long power = SmallDecimal.power(scale);
        if (unscaled < 0) {
            punctuation('-');
        }
        number(Math.abs(unscaled / power));
        punctuation('.');
        long fraction = Math.abs(unscaled % power);
        room(scale);
        for (int i = size + scale - 1; i >= size; i--) {
            out[i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        size += scale;
    }

    private void number(long value) {
        room(LONGEST_LONG);
        if (value < 0) {
            out[size++] = '-';
        }
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = size + digits - 1; i >= size; i--) {
            out[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        size += digits;
    }

    @SuppressWarnings("deprecation") // the text is ASCII, for which this is right and copies once
    private void ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), out, size);
        size += text.length();
    }

    private void room(int more) {
        if (size + (long) more > out.length) {
            grow(size + (long) more);
        }
    }

    private void grow(long needed) {
        if (needed > limit + (long) SLACK) {
            throw new LimitExceeded("a text or JSON document becomes longer than %d bytes".formatted(limit));
        }
        out = Arrays.copyOf(out, (int) Math.min(Math.max(needed, out.length * 2L), limit + (long) SLACK));
    }
}
