package dev.penstock.stream.local;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The hash keys that one shard takes; both ends belong to it. */
public record HashKeyRange(HashKey from, HashKey to) {
    private static final BigInteger SPACE = BigInteger.ONE.shiftLeft(128);

    public HashKeyRange {
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("hash key range [%s, %s] is upside down".formatted(from, to));
        }
    }

    /**
     * The ranges of a new stream: equal widths of floor(2^128 / shards), the last one takes the remainder (observed on
     * the service).
     */
    public static List<HashKeyRange> even(int shards) {
        BigInteger width = SPACE.divide(BigInteger.valueOf(shards));
        List<HashKeyRange> ranges = new ArrayList<>(shards);
        for (int i = 0; i < shards; i++) {
            BigInteger from = width.multiply(BigInteger.valueOf(i));
            HashKey to =
                    i == shards - 1 ? HashKey.MAX : HashKey.of(from.add(width).subtract(BigInteger.ONE));
            ranges.add(new HashKeyRange(HashKey.of(from), to));
        }
        return List.copyOf(ranges);
    }

    /** Whether {@code key} falls in this range. */
    public boolean contains(HashKey key) {
        return key.compareTo(from) >= 0 && key.compareTo(to) <= 0;
    }
}
