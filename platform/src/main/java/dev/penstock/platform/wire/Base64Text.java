package dev.penstock.platform.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Standard Base64 from a parser's characters straight into the bytes that are kept; as strict as {@link CoralTypes#blob},
 * which says what is wrong with a text.
 */
final class Base64Text {
    private static final int GROUP = 4;
    private static final int GROUP_BYTES = 3;
    private static final int ASCII = 128;
    private static final byte[] VALUES = values();

    private Base64Text() {}

    private static byte[] values() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        byte[] values = new byte[ASCII];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    /** Null when it is not Base64 with padding, or loses bits. */
    static byte @Nullable [] decode(char[] text, int offset, int length) {
        if (length % GROUP != 0) {
            return null;
        }
        int end = offset + length;
        int padding = length == 0 || text[end - 1] != '=' ? 0 : text[end - 2] == '=' ? 2 : 1;
        byte[] bytes = new byte[length / GROUP * GROUP_BYTES - padding];
        int from = offset;
        int to = 0;
        for (int whole = bytes.length / GROUP_BYTES; whole > 0; whole--, from += GROUP, to += GROUP_BYTES) {
            int bits = bits(text, from, GROUP);
            if (bits < 0) {
                return null;
            }
            bytes[to] = (byte) (bits >> 16);
            bytes[to + 1] = (byte) (bits >> 8);
            bytes[to + 2] = (byte) bits;
        }
        return padding == 0 || last(text, from, bytes, to) ? bytes : null;
    }

    /** One byte from two characters, or two from three; the bits that are left over must be zero. */
    private static boolean last(char[] text, int from, byte[] bytes, int to) {
        int count = bytes.length - to;
        int bits = bits(text, from, count + 1);
        if (bits < 0) {
            return false;
        }
        int unused = 2 * (GROUP_BYTES - count);
        bytes[bytes.length - 1] = (byte) (bits >> unused);
        if (count == 2) {
            bytes[to] = (byte) (bits >> (unused + Byte.SIZE));
        }
        return (bits & ((1 << unused) - 1)) == 0;
    }

    /** Negative when one of the characters is none of Base64. */
    private static int bits(char[] text, int from, int count) {
        int bits = 0;
        int bad = 0;
        for (int i = from; i < from + count; i++) {
            char c = text[i];
            int value = c < ASCII ? VALUES[c] : -1;
            bad |= value;
            bits = bits << 6 | value;
        }
        return bad < 0 ? -1 : bits;
    }
}
