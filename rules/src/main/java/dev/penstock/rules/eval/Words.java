package dev.penstock.rules.eval;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time. */
final class Words {
    /** Bytes in a word. */
    static final int SIZE = Long.BYTES;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = EACH << 7;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Words() {}

    /** The index of the first byte at or after {@code from} that does not simply stand for itself in a JSON string. */
    static int special(byte[] bytes, int from, int limit) {
        int at = from;
        while (at + SIZE <= limit) {
            long marks = marks((long) WORD.get(bytes, at));
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >> 3);
            }
            at += SIZE;
        }
        while (at < limit && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** The lowest bit that is set stands in the first quotation mark, backslash, control or non-ASCII character. */
    private static long marks(long word) {
        long quote = word ^ EACH * '"';
        long backslash = word ^ EACH * '\\';
        return ((word - EACH * ' ') | ((quote - EACH) & ~quote) | ((backslash - EACH) & ~backslash) | word) & HIGH;
    }

    static int hash(byte[] bytes, int from, int to) {
        long sum = to - (long) from;
        int at = from;
        for (; at + SIZE <= to; at += SIZE) {
            sum = (sum ^ (long) WORD.get(bytes, at)) * GOLDEN;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = (rest << 8) | (bytes[at] & 0xFF);
        }
        sum = (sum ^ rest) * GOLDEN;
        return (int) (sum >>> 32);
    }
}
