package dev.penstock.stream.local;

import java.util.Arrays;

/**
 * The records of one shard by index, oldest first, in chunks. Methods that change it need the shard's lock; {@link #view}
 * needs none and never waits.
 *
 * <p>How readers see a record: it is written into its chunk, the chunk is in {@code chunks}, then {@code next} moves past
 * it. Readers look at {@code next} first. A record leaves the other way round: {@code first} moves past it, then its chunk
 * goes; a reader that has the chunk in its hands finishes with it.
 *
 * <p>What is in memory beyond the records that are held is bounded: a new chunk is at most as large as what the shard holds
 * in chunks already (or {@value #SMALLEST} bytes), a closed chunk has less room left than one record takes, and the oldest
 * chunk is copied into a smaller one when less than half of it belongs to records that are held, or a mebibyte of it to
 * records that have left.
 */
final class RecordLog {
    /** The first record's index; 0 is the shard's own starting sequence number. */
    static final long FIRST_INDEX = 1;

    static final int SMALLEST = 4 * 1024;
    static final int LARGEST = 256 * 1024;

    private static final long MOST_TRIMMED = 1024 * 1024;
    private static final int FIRST_RECORD_BYTES = 128;
    private static final Chunk[] NONE = {};

    private volatile Chunk[] chunks = NONE;
    private volatile long first = FIRST_INDEX;
    private volatile long next = FIRST_INDEX;
    private long heldContent;
    private long heldInline;
    private long trimmedOfOldest;

    /** What is there now, for reading. */
    LogView view() {
        long published = next;
        Chunk[] seen = chunks;
        return new LogView(seen, first, published);
    }

    /** Index of the oldest record that is held; {@link #next} when there is none. */
    long first() {
        return first;
    }

    /** Index that the next record gets. */
    long next() {
        return next;
    }

    /** Bytes of data and partition keys that are held. */
    long heldContent() {
        return heldContent;
    }

    /**
     * Adds a record and lets readers see it.
     *
     * @param arrivalMillis not before the previous record's
     * @return its index
     */
    long append(NewRecord record, long arrivalMillis) {
        long index = next;
        int inline = Chunk.inlineBytes(record);
        Chunk[] now = chunks;
        Chunk last = now.length == 0 ? null : now[now.length - 1];
        if (last == null || last.end() != index || !last.hasRoom(inline)) {
            last = newChunk(index, inline, last == null ? 0 : last.likelySlots(capacity(inline)));
            Chunk[] more = Arrays.copyOf(now, now.length + 1);
            more[now.length] = last;
            chunks = more;
        }
        last.add(record, arrivalMillis);
        heldInline += inline;
        heldContent += record.contentBytes();
        next = index + 1;
        return index;
    }

    private Chunk newChunk(long base, int inline, int likelySlots) {
        int capacity = capacity(inline);
        return new Chunk(base, capacity, likelySlots > 0 ? likelySlots : capacity / FIRST_RECORD_BYTES);
    }

    private int capacity(int inline) {
        return Math.max(inline, (int) Math.min(LARGEST, Math.max(SMALLEST, Long.highestOneBit(heldInline))));
    }

    /** The next record gets this index, which must not be below {@link #next}: those between are never given. */
    void skipTo(long index) {
        if (index < next) {
            throw new IllegalArgumentException("cannot go back from record index %d to %d".formatted(next, index));
        }
        if (chunks.length == 0) {
            first = index;
        }
        next = index;
    }

    /**
     * Removes records from the oldest chunk, and only from it, so that the lock is not held for long.
     *
     * @param end removes only records with a lower index
     * @param enoughCost stops when so much is free
     * @return what became free, in the unit of {@link NewRecord#cost}; 0 when there is nothing to remove
     */
    long trimOldest(long end, long enoughCost) {
        if (chunks.length == 0 || first >= end) {
            return 0;
        }
        Chunk oldest = chunks[0];
        long stop = Math.min(end, oldest.end());
        long index = first;
        long freed = 0;
        long content = 0;
        while (index < stop && freed < enoughCost) {
            int length = oldest.contentLength(index);
            content += length;
            freed += NewRecord.cost(length);
            heldInline -= oldest.inlineLength(index);
            index++;
        }
        heldContent -= content;
        trimmedOfOldest += content;
        release(oldest, index);
        return freed;
    }

    private void release(Chunk oldest, long index) {
        Chunk[] now = chunks;
        if (index == oldest.end()) {
            first = now.length == 1 ? next : now[1].base();
            chunks = now.length == 1 ? NONE : Arrays.copyOfRange(now, 1, now.length);
            trimmedOfOldest = 0;
            return;
        }
        first = index;
        long live = oldest.usedBytes() - trimmedOfOldest;
        boolean mostlyUnused = 2 * live < oldest.heldBytes() && oldest.heldBytes() > SMALLEST;
        if (mostlyUnused || trimmedOfOldest > MOST_TRIMMED) {
            Chunk[] smaller = now.clone();
            smaller[0] = oldest.from(index);
            chunks = smaller;
            trimmedOfOldest = 0;
        }
    }
}
