package dev.penstock.stream.local;

import dev.penstock.platform.data.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A record to put, valid by the API model. Its key is encoded once, for the hash, the size and the log. */
public final class NewRecord {
    /**
     * What a record costs beyond its content: its place in the arrays of a {@link Chunk} (end 4, key length 2, arrival 8),
     * and allowances for room left in chunks or for an array of its own.
     */
    static final int OVERHEAD_BYTES = 32;

    private final String partitionKey;
    private final byte[] keyBytes;
    private final @Nullable HashKey explicitHash;
    private final Bytes data;

    /**
     * @param partitionKey 1 to 256 characters
     * @param explicitHash takes the place of the partition key's hash; null when not given
     */
    public NewRecord(String partitionKey, @Nullable HashKey explicitHash, Bytes data) {
        this.partitionKey = partitionKey;
        this.keyBytes = partitionKey.getBytes(StandardCharsets.UTF_8);
        this.explicitHash = explicitHash;
        this.data = data;
    }

    public String partitionKey() {
        return partitionKey;
    }

    /** The key in UTF-8; must not be changed. */
    byte[] keyBytes() {
        return keyBytes;
    }

    public @Nullable HashKey explicitHash() {
        return explicitHash;
    }

    public Bytes data() {
        return data;
    }

    /** Bytes of data and partition key, as AWS counts them. */
    public long contentBytes() {
        return (long) data.length() + keyBytes.length;
    }

    /** What it takes from the byte budgets, and gives back when it leaves. */
    long cost() {
        return cost(contentBytes());
    }

    /** What a record takes from the byte budgets. */
    static long cost(long contentBytes) {
        return OVERHEAD_BYTES + contentBytes;
    }
}
