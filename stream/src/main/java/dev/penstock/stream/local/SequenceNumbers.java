package dev.penstock.stream.local;

import dev.penstock.stream.SequenceNumber;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The layout of sequence numbers, 47 hex digits shown as a decimal number. Most significant first: {@code 2}; 9 digits
 * shard creation in epoch seconds; 1 digit low nibble of the shard index; 16 digits record index; {@code 00}; 9 digits
 * arrival in epoch seconds; 8 digits shard index; version {@code 2}.
 *
 * <p>Source: fact sheet spec-kinesis, section 3.3; reproduces what clients can see of the real numbers.
 */
public final class SequenceNumbers {
    /** The record index of a closed shard's ending number. */
    static final long END_INDEX = Long.MAX_VALUE;

    private static final int BYTES = 24;
    private static final long LEAD = 2;
    private static final long VERSION = 2;
    private static final int SECONDS_BITS = 36;
    private static final long SECONDS_MASK = (1L << SECONDS_BITS) - 1;
    private static final long NIBBLE = 0xF;
    private static final int DIGITS_BITS = 188;

    private SequenceNumbers() {}

    /** What a number says. */
    public record Parts(long createdSeconds, int shardIndex, long recordIndex, long arrivalSeconds) {}

    /** Composes a number; as bytes, because composing with {@code BigInteger} would make five of them per record. */
    static SequenceNumber of(Parts parts) {
        long index = parts.recordIndex();
        long top = (LEAD << 56)
                | ((parts.createdSeconds() & SECONDS_MASK) << 20)
                | ((parts.shardIndex() & NIBBLE) << 16)
                | (index >>> 48);
        long arrival = parts.arrivalSeconds() & SECONDS_MASK;
        long middle = (index << 16) | (arrival >>> 28);
        long bottom = (arrival << 36) | ((parts.shardIndex() & 0xFFFFFFFFL) << 4) | VERSION;
        byte[] bytes = new byte[BYTES];
        ByteBuffer.wrap(bytes).putLong(top).putLong(middle).putLong(bottom);
        return new SequenceNumber(new BigInteger(1, bytes));
    }

    /** Takes a number apart; empty when no shard can have issued it. */
    public static Optional<Parts> parse(SequenceNumber number) {
        BigInteger value = number.value();
        if (value.signum() < 0 || value.bitLength() > DIGITS_BITS) {
            return Optional.empty();
        }
        long top = value.shiftRight(2 * Long.SIZE).longValue();
        long middle = value.shiftRight(Long.SIZE).longValue();
        long bottom = value.longValue();
        long index = (top << 48) | (middle >>> 16);
        if (top >>> 56 != LEAD || index < 0 || (bottom & NIBBLE) != VERSION || ((middle >>> 8) & 0xFF) != 0) {
            return Optional.empty();
        }
        int shardIndex = (int) (bottom >>> 4);
        if (((top >>> 16) & NIBBLE) != (shardIndex & NIBBLE)) {
            return Optional.empty();
        }
        long arrival = ((middle & 0xFF) << 28) | (bottom >>> 36);
        return Optional.of(new Parts((top >>> 20) & SECONDS_MASK, shardIndex, index, arrival));
    }
}
