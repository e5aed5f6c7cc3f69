package dev.penstock.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table to create. */
public record TableSpec(String name, Key hashKey, @Nullable Key rangeKey, long readUnits, long writeUnits) {

    /** The range key, if the table has one. */
    public Optional<Key> range() {
        return Optional.ofNullable(rangeKey);
    }

    /** Whether the table is billed per request: both units are 0. */
    public boolean onDemand() {
        return readUnits == 0 && writeUnits == 0;
    }

    /** @param type {@code S}, {@code N} or {@code B} */
    public record Key(String attribute, String type) {}
}
