package dev.penstock.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table to create.
 *
 * @param streamView what its stream tells of each change; null when it has no stream
 */
public record TableSpec(
        String name,
        Key hashKey,
        @Nullable Key rangeKey,
        long readUnits,
        long writeUnits,
        @Nullable StreamView streamView) {

    /** A table without a stream. */
    public TableSpec(String name, Key hashKey, @Nullable Key rangeKey, long readUnits, long writeUnits) {
        this(name, hashKey, rangeKey, readUnits, writeUnits, null);
    }

    /** The same table with a stream. */
    public TableSpec withStream(StreamView view) {
        return new TableSpec(name, hashKey, rangeKey, readUnits, writeUnits, view);
    }

    /** The range key, if the table has one. */
    public Optional<Key> range() {
        return Optional.ofNullable(rangeKey);
    }

    /** What its stream tells of each change, if it has a stream. */
    public Optional<StreamView> stream() {
        return Optional.ofNullable(streamView);
    }

    /** Whether the table is billed per request: both units are 0. */
    public boolean onDemand() {
        return readUnits == 0 && writeUnits == 0;
    }

    /** @param type {@code S}, {@code N} or {@code B} */
    public record Key(String attribute, String type) {}

    /** What a stream tells of a changed item: {@code StreamViewType}. */
    public enum StreamView {
        KEYS_ONLY,
        NEW_IMAGE,
        OLD_IMAGE,
        NEW_AND_OLD_IMAGES
    }
}
