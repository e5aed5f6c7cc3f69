package dev.penstock.analytics.run;

import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.data.Bytes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row as a record. JSON: an object with the columns in declared order and no line end. CSV: the values with
 * commas between them and a line end. ROWTIME is not written.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Configuring Application Output. Whether JSON ends its line, and how
 * CSV quotes, is not documented; a value with a comma, a quote or a line end is quoted as RFC 4180 says.
 */
enum RowFormat {
    JSON {
        @Override
        RowWriter writer(StreamSchema schema) {
            return new JsonRows(schema);
        }
    },
    CSV {
        @Override
        RowWriter writer(StreamSchema schema) {
            List<StreamColumn> columns = schema.columns();
            return row -> Bytes.utf8(IntStream.range(0, columns.size())
                    .mapToObj(i ->
                            quoted(Assignment.text(row[1 + i], columns.get(i).type())))
                    .collect(Collectors.joining(",", "", "\n")));
        }
    };

    /** What writes the rows of one stream; for one thread. */
    abstract RowWriter writer(StreamSchema schema);

    /** Writes one row. */
    Bytes write(StreamSchema schema, @Nullable Object[] row) {
        return writer(schema).write(row);
    }

    /** Writes the rows of one stream. */
    interface RowWriter {

        /** @param row ROWTIME first */
        Bytes write(@Nullable Object[] row);
    }

    private static String quoted(String value) {
        boolean isPlain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
