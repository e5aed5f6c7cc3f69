package dev.penstock.testkit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of an in-application stream.
 *
 * @param rowTime its ROWTIME
 * @param columns in declared order, without ROWTIME; texts, numbers, booleans and null
 */
public record Row(Instant rowTime, Map<String, @Nullable Object> columns) {

    public Row {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * The value of one column.
     *
     * @throws IllegalArgumentException when the stream has no such column; the message names those it has
     */
    public @Nullable Object column(String name) {
        if (!columns.containsKey(name)) {
            throw new IllegalArgumentException("no column '%s' in %s".formatted(name, columns.keySet()));
        }
        return columns.get(name);
    }
}
