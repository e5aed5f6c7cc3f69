package dev.penstock.stream;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of a record in its shard: a large number, compared as a number. Those that the service issues have 186
 * bits; up to 192 bits are kept in three words, because every put makes one and every read shows one.
 */
public final class SequenceNumber implements Comparable<SequenceNumber> {
    private static final int WORD_BITS = 192;
    private static final long GROUP = 1_000_000_000;
    private static final int GROUP_DIGITS = 9;
    private static final int GROUPS = 7;
    private static final long[] ONE = {1};
    private static final long[] TWO_POW_64 = {709_551_616, 446_744_073, 18};
    private static final long[] TWO_POW_128 = {768_211_456, 374_607_431, 938_463_463, 282_366_920, 340};

    /** How many bytes {@link #decimal} needs. */
    public static final int MOST_DIGITS = GROUPS * GROUP_DIGITS;

    private final long high;
    private final long middle;
    private final long low;
    private final @Nullable BigInteger beyondWords;

    private SequenceNumber(long high, long middle, long low, @Nullable BigInteger beyondWords) {
        this.high = high;
        this.middle = middle;
        this.low = low;
        this.beyondWords = beyondWords;
    }

    /** Takes a number over. */
    public SequenceNumber(BigInteger value) {
        this(
                value.shiftRight(2 * Long.SIZE).longValue(),
                value.shiftRight(Long.SIZE).longValue(),
                value.longValue(),
                value.signum() >= 0 && value.bitLength() <= WORD_BITS ? null : value);
    }

    /** An unsigned number of three words of 64 bits. */
    public static SequenceNumber ofWords(long high, long middle, long low) {
        return new SequenceNumber(high, middle, low, null);
    }

    /** Reads the decimal form. */
    public static SequenceNumber parse(String text) {
        return new SequenceNumber(new BigInteger(text));
    }

    /** Whether it is an unsigned number of three words of 64 bits. */
    public boolean fitsWords() {
        return beyondWords == null;
    }

    /** Bits 128 to 191. */
    public long high() {
        return high;
    }

    /** Bits 64 to 127. */
    public long middle() {
        return middle;
    }

    /** Bits 0 to 63. */
    public long low() {
        return low;
    }

    /** The number. */
    public BigInteger value() {
        BigInteger large = beyondWords;
        if (large != null) {
            return large;
        }
        ByteBuffer bytes = ByteBuffer.allocate(WORD_BITS / Byte.SIZE);
        bytes.putLong(high).putLong(middle).putLong(low);
        return new BigInteger(1, bytes.array());
    }

    @Override
    public int compareTo(SequenceNumber other) {
        if (beyondWords != null || other.beyondWords != null) {
            return value().compareTo(other.value());
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        int byMiddle = Long.compareUnsigned(middle, other.middle);
        return byHigh != 0 ? byHigh : byMiddle != 0 ? byMiddle : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SequenceNumber that
                && high == that.high
                && middle == that.middle
                && low == that.low
                && Objects.equals(beyondWords, that.beyondWords);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * (31 * high + middle) + low) ^ Objects.hashCode(beyondWords);
    }

    /** The decimal form that AWS shows. */
    @Override
    public String toString() {
        if (beyondWords != null) {
            return beyondWords.toString();
        }
        byte[] digits = new byte[MOST_DIGITS];
        int start = decimal(digits);
        return new String(digits, start, MOST_DIGITS - start, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes the decimal form, in ASCII, to the end of {@code room}; for answers that show many numbers.
     *
     * @param room {@value #MOST_DIGITS} bytes
     * @return where the first digit is
     * @throws IllegalStateException when the number is not {@link #fitsWords}
     */
    public int decimal(byte[] room) {
        if (beyondWords != null) {
            throw new IllegalStateException("a number of more than %d bits".formatted(WORD_BITS));
        }
        long[] groups = groups();
        int at = MOST_DIGITS;
        long carry = 0;
        for (long group : groups) {
            long sum = group + carry;
            carry = sum / GROUP;
            at = write((int) (sum - carry * GROUP), room, at);
        }
        while (at < MOST_DIGITS - 1 && room[at] == '0') {
            at++;
        }
        return at;
    }

    /**
     * The number in groups of nine digits, lowest first, not carried yet: each word is taken apart into such groups, which
     * are multiplied with those of 2^64 and 2^128. No sum comes near the end of a {@code long}: a product is below 10^18,
     * and of the products in one sum at most five are that large.
     */
    private long[] groups() {
        long[] sums = new long[GROUPS];
        add(low, ONE, sums);
        add(middle, TWO_POW_64, sums);
        add(high, TWO_POW_128, sums);
        return sums;
    }

    private static void add(long word, long[] factor, long[] sums) {
        long upper = (word >>> 1) / (GROUP / 2); // the whole word is unsigned
        long top = upper / GROUP;
        long second = upper - top * GROUP;
        long first = word - upper * GROUP;
        for (int i = 0; i < factor.length; i++) {
            sums[i] += first * factor[i];
            sums[i + 1] += second * factor[i];
            sums[i + 2] += top * factor[i];
        }
    }

    private static int write(int group, byte[] room, int end) {
        int rest = group;
        for (int i = end - 1; i >= end - GROUP_DIGITS; i--) {
            int tenth = rest / 10;
            room[i] = (byte) ('0' + rest - tenth * 10);
            rest = tenth;
        }
        return end - GROUP_DIGITS;
    }
}
