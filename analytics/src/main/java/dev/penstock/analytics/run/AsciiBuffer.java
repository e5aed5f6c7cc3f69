package dev.penstock.analytics.run;

import dev.penstock.platform.data.Bytes;
import java.util.Arrays;

/** A buffer that grows and is used again, for text of ASCII. */
final class AsciiBuffer {
    private static final int INITIAL = 256;

    /** Digits of a long, and its sign. */
    private static final int LONGEST_NUMBER = 20;

    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e7;
    private static final int MILLION = 1_000_000;

    private byte[] bytes = new byte[INITIAL];
    private int length;

    void clear() {
        length = 0;
    }

    Bytes copy() {
        return Bytes.wrap(Arrays.copyOf(bytes, length));
    }

    void put(char one) {
        reserve(1);
        bytes[length++] = (byte) one;
    }

    void put(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /** @param ascii such as a number, where nothing is to be escaped */
    void put(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    /** @return false, with nothing put, when JSON writes it in another way */
    boolean putQuoted(String text) {
        int size = text.length();
        reserve(size + 2);
        int at = length;
        bytes[at++] = '"';
        for (int i = 0; i < size; i++) {
            char next = text.charAt(i);
            if (next < ' ' || next > '~' || next == '"' || next == '\\') {
                return false;
            }
            bytes[at++] = (byte) next;
        }
        bytes[at++] = '"';
        length = at;
        return true;
    }

    void put(long number) {
        reserve(2 * LONGEST_NUMBER);
        int end = length + 2 * LONGEST_NUMBER;
        int start = end;
        long rest = number;
        do {
            long tenth = rest / 10;
            bytes[--start] = (byte) ('0' + Math.abs(rest - tenth * 10));
            rest = tenth;
        } while (rest != 0);
        if (number < 0) {
            bytes[--start] = '-';
        }
        System.arraycopy(bytes, start, bytes, length, end - start);
        length += end - start;
    }

    /**
     * As {@link Double#toString} has it. Most numbers have a few digits after the point: when a number of millionths, divided
     * by a million, is the number itself, then it is the shortest that is, since of 15 digits or less no two are the
     * same double.
     */
    void put(double number) {
        double magnitude = Math.abs(number);
        if (magnitude >= SMALLEST_PLAIN && magnitude < LARGEST_PLAIN) {
            long millionths = (long) (magnitude * MILLION + 0.5);
            if (millionths / (double) MILLION == magnitude) {
                plain(number < 0, millionths);
                return;
            }
        }
        put(Double.toString(number));
    }

    private void plain(boolean isNegative, long millionths) {
        if (isNegative) {
            put('-');
        }
        long whole = millionths / MILLION;
        put(whole);
        put('.');
        reserve(LONGEST_NUMBER);
        int rest = (int) (millionths - whole * MILLION);
        do {
            rest *= 10;
            bytes[length++] = (byte) ('0' + rest / MILLION);
            rest %= MILLION;
        } while (rest > 0);
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
