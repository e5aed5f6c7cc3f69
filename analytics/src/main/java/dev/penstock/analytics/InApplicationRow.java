package dev.penstock.analytics;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of an in-application stream.
 *
 * @param columns in declared order, without ROWTIME; values as text, number, boolean or null
 */
public record InApplicationRow(
        String application, String stream, Instant rowTime, Map<String, @Nullable Object> columns) {

    public InApplicationRow {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
