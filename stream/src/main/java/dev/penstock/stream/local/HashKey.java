package dev.penstock.stream.local;

import java.math.BigInteger;

/** An unsigned 128-bit number, the place of a partition key in the hash space; two longs because every put makes one. */
public record HashKey(long high, long low) implements Comparable<HashKey> {
    /** 2^128 - 1. */
    public static final HashKey MAX = new HashKey(-1, -1);

    private static final BigInteger LONG_MASK =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    /**
     * Takes a number over.
     *
     * @throws IllegalArgumentException when it is not in [0, 2^128 - 1]
     */
    public static HashKey of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 2 * Long.SIZE) {
            throw new IllegalArgumentException("hash key %s must lie in [0, 2^128-1]".formatted(value));
        }
        return new HashKey(value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }

    /** The number. */
    public BigInteger toBigInteger() {
        return unsigned(high).shiftLeft(Long.SIZE).or(unsigned(low));
    }

    /**
     * The number below this one.
     *
     * @throws IllegalArgumentException for 0
     */
    HashKey previous() {
        return of(toBigInteger().subtract(BigInteger.ONE));
    }

    private static BigInteger unsigned(long bits) {
        return BigInteger.valueOf(bits).and(LONG_MASK);
    }

    @Override
    public int compareTo(HashKey other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The decimal form that AWS shows. */
    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
