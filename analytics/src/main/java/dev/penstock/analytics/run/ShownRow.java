package dev.penstock.analytics.run;

import dev.penstock.analytics.InApplicationRow;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as those outside see them. */
public final class ShownRow {
    private ShownRow() {}

    /** @param values ROWTIME first */
    public static InApplicationRow of(
            String application, StreamSchema schema, long rowTime, @Nullable Object[] values) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            StreamColumn column = schema.columns().get(i);
            columns.put(column.name(), Assignment.shown(values[1 + i], column.type()));
        }
        return new InApplicationRow(application, schema.name(), Instant.ofEpochMilli(rowTime), columns);
    }
}
