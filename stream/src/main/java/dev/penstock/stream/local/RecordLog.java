package dev.penstock.stream.local;

import dev.penstock.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records of one shard by index, oldest first: an append-only list of chunks, so that growing never copies and
 * trimming frees. Guarded by the shard's lock.
 */
final class RecordLog {
    /** The first record's index; 0 is the shard's own starting sequence number. */
    static final long FIRST_INDEX = 1;

    private static final int CHUNK = 512;

    private final List<@Nullable StreamRecord[]> chunks = new ArrayList<>();
    private long base = FIRST_INDEX;
    private long first = FIRST_INDEX;
    private long next = FIRST_INDEX;

    /** Index of the oldest record that is held; {@link #next} when there is none. */
    long first() {
        return first;
    }

    /** Index that the next record gets. */
    long next() {
        return next;
    }

    boolean isEmpty() {
        return first == next;
    }

    void append(StreamRecord record) {
        int slot = (int) (next - base);
        if (slot == chunks.size() * CHUNK) {
            chunks.add(new StreamRecord[CHUNK]);
        }
        chunks.get(slot / CHUNK)[slot % CHUNK] = record;
        next++;
    }

    /** @param index from {@link #first} to before {@link #next} */
    StreamRecord at(long index) {
        Objects.checkIndex(index - first, next - first);
        int slot = (int) (index - base);
        return Objects.requireNonNull(chunks.get(slot / CHUNK)[slot % CHUNK]);
    }

    /** Removes the oldest record. */
    StreamRecord removeFirst() {
        StreamRecord oldest = at(first);
        int slot = (int) (first - base);
        chunks.get(slot / CHUNK)[slot % CHUNK] = null;
        first++;
        if (first - base == CHUNK) {
            chunks.remove(0);
            base += CHUNK;
        }
        return oldest;
    }

    /** Index of the first record that arrived at or after an instant; {@link #next} when there is none. */
    long firstSince(long epochMillis) {
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).approximateArrival().toEpochMilli() < epochMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
