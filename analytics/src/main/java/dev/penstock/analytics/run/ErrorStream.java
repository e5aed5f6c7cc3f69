package dev.penstock.analytics.run;

import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The in-application stream of the service itself: one row for each record or row that has no result, so that nothing
 * falls to the floor.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Error Handling. The values of ERROR_NAME are ours.
 */
public final class ErrorStream {
    private static final Logger log = LoggerFactory.getLogger(ErrorStream.class);
    private static final int MAX_MESSAGE = 4_096;
    private static final int MAX_DATA = 49_152;

    /** Its name and columns. */
    public static final StreamSchema SCHEMA = new StreamSchema(
            "error_stream",
            List.of(
                    StreamColumn.nullable("ERROR_TIME", ColumnType.of(TypeKind.TIMESTAMP)),
                    StreamColumn.nullable("ERROR_LEVEL", ColumnType.varchar(10)),
                    StreamColumn.nullable("ERROR_NAME", ColumnType.varchar(32)),
                    StreamColumn.nullable("MESSAGE", ColumnType.varchar(MAX_MESSAGE)),
                    StreamColumn.nullable("DATA_ROWTIME", ColumnType.of(TypeKind.TIMESTAMP)),
                    StreamColumn.nullable("DATA_ROW", ColumnType.varchar(MAX_DATA)),
                    StreamColumn.nullable("PUMP_NAME", ColumnType.varchar(128))));

    private final InApplicationStream stream;
    private final Counters counters;
    private final Time time;

    ErrorStream(InApplicationStream stream, Counters counters, Time time) {
        this.stream = stream;
        this.counters = counters;
        this.time = time;
    }

    /**
     * Adds a row.
     *
     * @param data the record, or the row as JSON
     * @param pump null when the failure is of the input
     */
    void add(RuntimeException failure, long dataRowTime, Bytes data, @Nullable String pump) {
        counters.errorRow();
        log.debug("a row goes to the error stream", failure);
        long now = Math.max(time.millis(), dataRowTime);
        stream.row(now, new @Nullable Object[] {
            now,
            now,
            "ERROR",
            kind(failure).name(),
            Assignment.cut(message(failure), MAX_MESSAGE),
            dataRowTime,
            hex(data),
            pump
        });
    }

    private static RowFailure.Kind kind(RuntimeException failure) {
        if (failure instanceof RowFailure row) {
            return row.kind();
        }
        return RowFailure.Kind.EVALUATION_ERROR;
    }

    private static String message(RuntimeException failure) {
        if (failure instanceof RowFailure || failure instanceof ArithmeticException) {
            return String.valueOf(failure.getMessage());
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static String hex(Bytes data) {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(data.slice(0, Math.min(data.length(), MAX_DATA / 2)).shared());
    }
}
