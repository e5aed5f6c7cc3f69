package dev.penstock.analytics.type;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The shape of an in-application stream. Its rows are arrays whose first element is ROWTIME (milliseconds since 1970
 * UTC, {@code Long}), followed by the columns in order. Values by type: BOOLEAN {@code Boolean}, TINYINT {@code Byte},
 * SMALLINT {@code Short}, INTEGER {@code Integer}, BIGINT {@code Long}, DECIMAL {@code BigDecimal} of the column's
 * scale, REAL {@code Float}, DOUBLE {@code Double}, CHAR (padded) and VARCHAR {@code String}, BINARY (filled up)
 * and VARBINARY {@code ByteString}, DATE {@code Integer} days since 1970, TIME {@code Integer} milliseconds since
 * midnight and TIMESTAMP {@code Long} milliseconds since 1970, NULL {@code null}.
 *
 * @param columns without ROWTIME
 */
public record StreamSchema(String name, List<StreamColumn> columns) {
    /** The column that every stream has and {@code *} leaves out. */
    public static final String ROWTIME = "ROWTIME";

    public StreamSchema {
        columns = List.copyOf(columns);
    }

    /** Position of a column from 0, ROWTIME not counted; the name must match in case. */
    public OptionalInt indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Names of the columns, for messages. */
    public String columnNames() {
        return columns.stream().map(StreamColumn::name).collect(Collectors.joining(", "));
    }
}
