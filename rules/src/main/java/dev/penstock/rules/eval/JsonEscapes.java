package dev.penstock.rules.eval;

import java.nio.charset.StandardCharsets;

/** Escapes in JSON strings. */
final class JsonEscapes {
    private static final int UNICODE_LENGTH = 6;

    private JsonEscapes() {}

    /** The characters of a string that the scanner has found to be right, without its quotation marks. */
    static String decode(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        for (int at = next(bytes, from, to); at < to; at = next(bytes, plain, to)) {
            text.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
            text.append(character(bytes, at));
            plain = at + length(bytes, at);
        }
        return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    /** Whether a string has half of a surrogate pair, which no name may have. */
    static boolean hasHalfPair(byte[] bytes, int from, int to) {
        return decode(bytes, from, to)
                .codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** The index of the next backslash, or {@code to}. */
    static int next(byte[] bytes, int from, int to) {
        int at = Words.special(bytes, from, to);
        while (at < to && bytes[at] != '\\') {
            at = Words.special(bytes, at + 1, to);
        }
        return at;
    }

    /** How many bytes a right escape has. */
    static int length(byte[] bytes, int at) {
        return bytes[at + 1] == 'u' ? UNICODE_LENGTH : 2;
    }

    /** The index after the escape at {@code at}; -1 when it is not one. */
    static int end(byte[] bytes, int at, int limit) {
        if (at + 1 >= limit) {
            return -1;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> isUnicode(bytes, at, limit) ? at + UNICODE_LENGTH : -1;
            default -> -1;
        };
    }

    private static boolean isUnicode(byte[] bytes, int at, int limit) {
        if (at + UNICODE_LENGTH > limit) {
            return false;
        }
        for (int i = at + 2; i < at + UNICODE_LENGTH; i++) {
            if (Character.digit(bytes[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    static char character(byte[] bytes, int at) {
        return switch (bytes[at + 1]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(bytes, at + 2);
            default -> (char) bytes[at + 1];
        };
    }

    private static char unicode(byte[] bytes, int at) {
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            code = code << 4 | Character.digit(bytes[i], 16);
        }
        return (char) code;
    }
}
