package dev.penstock.stream.local;

import dev.penstock.stream.SequenceNumber;
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

    private static final long LEAD = 2;
    private static final long VERSION = 2;
    private static final int SECONDS_BITS = 36;
    private static final long SECONDS_MASK = (1L << SECONDS_BITS) - 1;
    private static final long NIBBLE = 0xF;

    private SequenceNumbers() {}

    /** What a number says. */
    public record Parts(long createdSeconds, int shardIndex, long recordIndex, long arrivalSeconds) {}

    /** Composes a number. */
    static SequenceNumber of(Parts parts) {
        long index = parts.recordIndex();
        long top = (LEAD << 56)
                | ((parts.createdSeconds() & SECONDS_MASK) << 20)
                | ((parts.shardIndex() & NIBBLE) << 16)
                | (index >>> 48);
        long arrival = parts.arrivalSeconds() & SECONDS_MASK;
        long middle = (index << 16) | (arrival >>> 28);
        long bottom = (arrival << 36) | ((parts.shardIndex() & 0xFFFFFFFFL) << 4) | VERSION;
        return SequenceNumber.ofWords(top, middle, bottom);
    }

    /** Takes a number apart; empty when no shard can have issued it. */
    public static Optional<Parts> parse(SequenceNumber number) {
        if (!number.fitsWords()) {
            return Optional.empty();
        }
        long top = number.high();
        long middle = number.middle();
        long bottom = number.low();
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
