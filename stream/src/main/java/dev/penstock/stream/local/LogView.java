package dev.penstock.stream.local;

/**
 * The records of one shard as they were at one moment: indexes from {@link #first} to before {@link #next}. Indexes between
 * two chunks may be missing. Stays readable whatever the writer does; made for one read, not to be kept.
 */
final class LogView {
    private final Chunk[] chunks;
    private final long first;
    private final long next;

    /**
     * @param chunks seen after {@code next}
     * @param first seen after {@code chunks}, so that no record from it on is missing in them
     */
    LogView(Chunk[] chunks, long first, long next) {
        this.chunks = chunks;
        this.first = first;
        this.next = Math.max(first, next);
    }

    /** Index of the oldest record; {@link #next} when there is none. */
    long first() {
        return first;
    }

    /** Index behind the last record. */
    long next() {
        return next;
    }

    boolean isEmpty() {
        return first >= next;
    }

    /** The lowest index of a record that is there and not below {@code index}; {@link #next} when there is none. */
    long ceiling(long index) {
        int at = chunkAt(index);
        return at == chunks.length ? next : Math.min(next, Math.max(Math.max(index, first), chunks[at].base()));
    }

    /** When the record with this index, which is there, arrived. */
    long arrivalMillis(long index) {
        return chunks[chunkAt(index)].arrivalMillis(index);
    }

    /** Number of the chunk where {@link #ceiling} is; the number of chunks when there is none. */
    int chunkAt(long index) {
        long least = Math.max(index, first);
        int low = 0;
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks[middle].end() <= least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == chunks.length || chunks[low].base() >= next ? chunks.length : low;
    }

    /** A chunk by its number. */
    Chunk chunk(int number) {
        return chunks[number];
    }

    /** How many chunks there are. */
    int chunkCount() {
        return chunks.length;
    }

    /** Index behind the last record of a chunk. */
    long end(int chunk) {
        return Math.min(next, chunks[chunk].end());
    }

    /** Index of the first record that arrived at or after an instant; {@link #next} when there is none. */
    long firstSince(long epochMillis) {
        int low = chunkAt(first);
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks[middle].base() < next && lastArrival(middle) < epochMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == chunks.length || chunks[low].base() >= next ? next : firstSince(low, epochMillis);
    }

    private long lastArrival(int chunk) {
        return chunks[chunk].arrivalMillis(end(chunk) - 1);
    }

    private long firstSince(int chunk, long epochMillis) {
        long low = Math.max(first, chunks[chunk].base());
        long high = end(chunk);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (chunks[chunk].arrivalMillis(middle) < epochMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
