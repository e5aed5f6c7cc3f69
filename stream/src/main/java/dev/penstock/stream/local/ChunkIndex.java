package dev.penstock.stream.local;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a {@link Chunk} are and when they arrived, in arrays of primitives. Elements are written once; more
 * slots need a copy, so that readers of the old one are not disturbed.
 */
final class ChunkIndex {
    private final int[] ends;
    private final char[] keyLengths;
    private final long[] arrivals;
    private final byte @Nullable [][] own;

    private ChunkIndex(int[] ends, char[] keyLengths, long[] arrivals, byte @Nullable [][] own) {
        this.ends = ends;
        this.keyLengths = keyLengths;
        this.arrivals = arrivals;
        this.own = own;
    }

    static ChunkIndex ofSize(int slots) {
        return new ChunkIndex(new int[slots], new char[slots], new long[slots], null);
    }

    int slots() {
        return ends.length;
    }

    /** Whether data in arrays of its own has a place. */
    boolean takesOwn() {
        return own != null;
    }

    ChunkIndex copy(int slots, boolean takesOwn) {
        return new ChunkIndex(
                Arrays.copyOf(ends, slots),
                Arrays.copyOf(keyLengths, slots),
                Arrays.copyOf(arrivals, slots),
                own != null ? Arrays.copyOf(own, slots) : takesOwn ? new byte[slots][] : null);
    }

    /** @param end where its part of the shared array ends and that of the next record begins */
    void set(int slot, int keyLength, int end, long arrivalMillis) {
        ends[slot] = end;
        keyLengths[slot] = (char) keyLength;
        arrivals[slot] = arrivalMillis;
    }

    void setOwn(int slot, byte[] data) {
        if (own == null) {
            throw new IllegalStateException("there is no place for data in an array of its own");
        }
        own[slot] = data;
    }

    int start(int slot) {
        return slot == 0 ? 0 : ends[slot - 1];
    }

    int end(int slot) {
        return ends[slot];
    }

    int keyLength(int slot) {
        return keyLengths[slot];
    }

    long arrivalMillis(int slot) {
        return arrivals[slot];
    }

    /** The data when it is in an array of its own. */
    byte @Nullable [] own(int slot) {
        return own == null ? null : own[slot];
    }

    int dataLength(int slot) {
        byte[] data = own(slot);
        return data != null ? data.length : ends[slot] - start(slot) - keyLengths[slot];
    }
}
