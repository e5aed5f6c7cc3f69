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
    private static final int LIMBS = 6;
    private static final long LIMB = 0xFFFF_FFFFL;
    private static final int GROUP = 1_000_000_000;
    private static final int GROUP_DIGITS = 9;
    private static final int MOST_DIGITS = 63;

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
        return beyondWords != null ? beyondWords.toString() : decimal();
    }

    /** Divides by a thousand million until nothing is left: each remainder is nine digits. */
    private String decimal() {
        long[] limbs = {high >>> 32, high & LIMB, middle >>> 32, middle & LIMB, low >>> 32, low & LIMB};
        byte[] digits = new byte[MOST_DIGITS];
        int at = MOST_DIGITS;
        int first = 0;
        while (first < LIMBS) {
            long rest = 0;
            for (int i = first; i < LIMBS; i++) {
                long part = rest << 32 | limbs[i];
                limbs[i] = part / GROUP;
                rest = part - limbs[i] * GROUP;
            }
            while (first < LIMBS && limbs[first] == 0) {
                first++;
            }
            int group = (int) rest;
            for (int i = 0; i < GROUP_DIGITS; i++) {
                digits[--at] = (byte) ('0' + group % 10);
                group /= 10;
            }
        }
        while (at < MOST_DIGITS - 1 && digits[at] == '0') {
            at++;
        }
        return new String(digits, at, MOST_DIGITS - at, StandardCharsets.ISO_8859_1);
    }
}
