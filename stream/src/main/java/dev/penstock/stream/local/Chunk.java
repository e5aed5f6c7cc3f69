package dev.penstock.stream.local;

import dev.penstock.platform.data.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive records of one shard in one array: key, data, key, data ... Data that would take a large part of the array
 * stays in an array of its own. One writer at a time (the shard's lock); readers need no lock for records whose index
 * was published after they were added, because what a record consists of is never changed afterwards.
 */
final class Chunk {
    /** Data above this many bytes is not copied into the shared array. */
    static final int MOST_INLINE_DATA = 16 * 1024;

    private final long base;
    private final byte[] bytes;
    private volatile ChunkIndex index;
    private volatile int size;
    private int used;
    private long ownBytes;

    /**
     * @param base index of its first record
     * @param capacity bytes for keys and data
     * @param slots records it has room for at first; grows
     */
    Chunk(long base, int capacity, int slots) {
        this.base = base;
        this.bytes = new byte[capacity];
        this.index = ChunkIndex.ofSize(Math.max(1, slots));
    }

    /** How many bytes of a shared array a record needs. */
    static int inlineBytes(NewRecord record) {
        int data = record.data().length();
        return record.keyBytes().length + (data > MOST_INLINE_DATA ? 0 : data);
    }

    /** Index of the first record. */
    long base() {
        return base;
    }

    /** Index behind the last record; what is not published yet may be counted. */
    long end() {
        return base + size;
    }

    /** Writer: whether so many bytes fit into the array. */
    boolean hasRoom(int inlineBytes) {
        return inlineBytes <= bytes.length - used;
    }

    /** Writer: how many records a chunk of another capacity is likely to hold. */
    int likelySlots(int capacity) {
        return (int) Math.min(capacity, (long) capacity * size / Math.max(1, used) + 1);
    }

    /** Writer: adds a record that has room. */
    void add(NewRecord record, long arrivalMillis) {
        byte[] key = record.keyBytes();
        Bytes data = record.data();
        boolean inline = data.length() <= MOST_INLINE_DATA;
        System.arraycopy(key, 0, bytes, used, key.length);
        if (inline) {
            data.copyTo(bytes, used + key.length);
        }
        add(key.length, inline ? null : data.shared(), used + inlineBytes(record), arrivalMillis);
    }

    private void add(int keyLength, byte @Nullable [] own, int end, long arrivalMillis) {
        int slot = size;
        ChunkIndex slots = index;
        if (slot == slots.slots() || (own != null && !slots.takesOwn())) {
            slots = slots.copy(slot == slots.slots() ? slot + slot / 2 + 1 : slots.slots(), own != null);
            index = slots;
        }
        slots.set(slot, keyLength, end, arrivalMillis);
        if (own != null) {
            slots.setOwn(slot, own);
            ownBytes += own.length;
        }
        used = end;
        size = slot + 1;
    }

    /** Writer: the records from an index on, in arrays that hold nothing else. */
    Chunk from(long first) {
        int skipped = slot(first);
        ChunkIndex old = index;
        int start = old.start(skipped);
        Chunk copy = new Chunk(first, used - start, size - skipped);
        System.arraycopy(bytes, start, copy.bytes, 0, used - start);
        for (int slot = skipped; slot < size; slot++) {
            copy.add(old.keyLength(slot), old.own(slot), old.end(slot) - start, old.arrivalMillis(slot));
        }
        return copy;
    }

    /** Writer: bytes of arrays, used or not. */
    long heldBytes() {
        return bytes.length + ownBytes;
    }

    /** Writer: bytes of arrays that records were put into. */
    long usedBytes() {
        return used + ownBytes;
    }

    /** When a record arrived. */
    long arrivalMillis(long recordIndex) {
        return index.arrivalMillis(slot(recordIndex));
    }

    int dataLength(long recordIndex) {
        return index.dataLength(slot(recordIndex));
    }

    /** Bytes of key and data. */
    int contentLength(long recordIndex) {
        int slot = slot(recordIndex);
        ChunkIndex now = index;
        return now.keyLength(slot) + now.dataLength(slot);
    }

    /** Bytes of the shared array that a record takes. */
    int inlineLength(long recordIndex) {
        int slot = slot(recordIndex);
        ChunkIndex now = index;
        return now.end(slot) - now.start(slot);
    }

    String key(long recordIndex) {
        int slot = slot(recordIndex);
        ChunkIndex now = index;
        return new String(bytes, now.start(slot), now.keyLength(slot), StandardCharsets.UTF_8);
    }

    /** The data where it lies, not a copy. */
    Bytes data(long recordIndex) {
        int slot = slot(recordIndex);
        ChunkIndex now = index;
        byte[] own = now.own(slot);
        int start = now.start(slot) + now.keyLength(slot);
        return own != null ? Bytes.wrap(own) : Bytes.wrap(bytes, start, now.end(slot) - start);
    }

    private int slot(long recordIndex) {
        return (int) (recordIndex - base);
    }
}
