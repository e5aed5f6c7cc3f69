package dev.penstock.stream.local;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record to put, valid by the API model.
 *
 * @param partitionKey 1 to 256 characters
 * @param explicitHash takes the place of the partition key's hash; null when not given
 */
public record NewRecord(String partitionKey, @Nullable HashKey explicitHash, Bytes data) {
    /**
     * What a record costs beyond its content: the objects around it on a 64-bit JVM with compressed references
     * (record 32, sequence number 16 + 40 + 40, instant 24, bytes 16 + 16, key 24 + 16, slot 4).
     */
    static final int OVERHEAD_BYTES = 228;

    /** What it takes from the byte budgets. */
    long cost() {
        return cost(partitionKey, data);
    }

    /** What a stored record gives back to the byte budgets. */
    static long cost(StreamRecord stored) {
        return cost(stored.partitionKey(), stored.data());
    }

    private static long cost(String key, Bytes data) {
        return (long) OVERHEAD_BYTES + key.length() + data.length();
    }
}
