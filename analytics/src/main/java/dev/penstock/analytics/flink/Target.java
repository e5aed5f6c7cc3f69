package dev.penstock.analytics.flink;

import dev.penstock.analytics.type.StreamSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a query go.
 *
 * @param schema of the stream, null for a query in FROM, whose columns are those it has
 * @param columns of the schema in the order of the query
 * @param isView whether others read them: then the first column is ROWTIME and all have names
 */
record Target(@Nullable StreamSchema schema, List<String> columns, boolean isView) {
    Target {
        columns = List.copyOf(columns);
    }

    static Target derived() {
        return new Target(null, List.of(), true);
    }

    boolean isDerived() {
        return schema == null;
    }

    Optional<StreamSchema> stream() {
        return Optional.ofNullable(schema);
    }
}
