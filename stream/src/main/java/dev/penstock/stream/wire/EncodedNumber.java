package dev.penstock.stream.wire;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What a sequence number says in any of the three layouts that the service reads: the one of today (version 2, see
 * {@link dev.penstock.stream.local.SequenceNumbers}) and two that it wrote when it was young. A number below 2^124 is one
 * of version 0 without its leading digit.
 *
 * <p>Source: fact sheet spec-kinesis, section 3.3, and answers of the service to numbers made up.
 *
 * @param version 0, 1 or 2
 * @param createdSeconds when its shard was created, in seconds since the epoch
 * @param arrivalSeconds when its record arrived; 0 in version 0, which does not say
 * @param shardIndex negative when the number was made up so
 */
record EncodedNumber(int version, long createdSeconds, long arrivalSeconds, int shardIndex) {
    private static final int RADIX = 16;
    private static final int OLDEST_BITS = 124;
    private static final int NEWER_BITS = 185;
    private static final BigInteger OLDEST = BigInteger.ONE.shiftLeft(OLDEST_BITS);
    private static final BigInteger OLDEST_END = BigInteger.ONE.shiftLeft(OLDEST_BITS + 5);
    private static final BigInteger NEWER = BigInteger.ONE.shiftLeft(NEWER_BITS);
    private static final BigInteger NEWER_END = NEWER.add(BigInteger.ONE.shiftLeft(NEWER_BITS - 1));

    /** Shards of the year 2477 and later are refused. */
    private static final long CREATED_END = 16_025_175_000L;

    /** Empty when the service does not take the number for one of its own. */
    static Optional<EncodedNumber> parse(String decimal) {
        BigInteger number = new BigInteger(decimal);
        if (number.compareTo(OLDEST) < 0) {
            number = number.add(OLDEST);
        }
        String hex = number.toString(RADIX);
        if (number.compareTo(OLDEST_END) < 0) {
            return oldest(hex);
        }
        if (number.compareTo(NEWER) <= 0 || number.compareTo(NEWER_END) >= 0) {
            return Optional.empty();
        }
        return switch (hex.charAt(46)) {
            case '1' ->
                Optional.of(new EncodedNumber(1, digits(hex, 1, 10), digits(hex, 13, 22), (int) digits(hex, 38, 46)));
            case '2' -> current(hex);
            default -> Optional.empty();
        };
    }

    private static Optional<EncodedNumber> oldest(String hex) {
        long created = digits(hex, 1, 10);
        return created < CREATED_END
                ? Optional.of(new EncodedNumber(0, created, 0, (int) digits(hex, 28, 32)))
                : Optional.empty();
    }

    private static Optional<EncodedNumber> current(String hex) {
        long created = digits(hex, 1, 10);
        boolean indexFits = digits(hex, 11, 12) < RADIX / 2;
        return indexFits && created < CREATED_END
                ? Optional.of(new EncodedNumber(2, created, digits(hex, 29, 38), (int) digits(hex, 38, 46)))
                : Optional.empty();
    }

    private static long digits(String hex, int from, int to) {
        return Long.parseLong(hex, from, to, RADIX);
    }

    /** The id of the shard, also of an impossible one: {@code shardId--02147483648}. */
    String shardId() {
        return shardIndex < 0 ? "shardId--%011d".formatted(-(long) shardIndex) : "shardId-%012d".formatted(shardIndex);
    }
}
