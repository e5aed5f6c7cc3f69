package dev.penstock.analytics.table;

import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that a function of numbers looks at; others only pass through it. */
record NumericColumns(
        List<StreamColumn> columns,
        @SuppressWarnings("ArrayRecordComponent") int[] positions) {

    /** @param most numeric columns at most */
    static NumericColumns of(Arguments arguments, int most) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < arguments.columns().size(); i++) {
            StreamColumn column = arguments.columns().get(i);
            if (column.type().kind() == TypeKind.DECIMAL) {
                throw arguments.wrong(
                        "column %s is DECIMAL, which is not supported; cast it to DOUBLE".formatted(column.name()));
            }
            if (column.type().kind().isNumeric()) {
                found.add(i + 1);
            }
        }
        if (found.isEmpty() || found.size() > most) {
            throw arguments.wrong(
                    "the query must have 1 to %d numeric columns, it has %d".formatted(most, found.size()));
        }
        return new NumericColumns(
                arguments.columns(), found.stream().mapToInt(Integer::intValue).toArray());
    }

    String name(int index) {
        return columns.get(positions[index] - 1).name();
    }

    int size() {
        return positions.length;
    }

    /** @throws RowFailure when one is NULL, for which there is no point in space */
    double[] point(@Nullable Object[] row) {
        double[] point = new double[positions.length];
        for (int i = 0; i < point.length; i++) {
            Object value = row[positions[i]];
            if (value == null) {
                throw RowFailure.evaluation("column %s is NULL".formatted(name(i)));
            }
            point[i] = ((Number) value).doubleValue();
        }
        return point;
    }

    /** A row with more columns at its end. */
    static @Nullable Object[] with(@Nullable Object[] row, @Nullable Object... more) {
        @Nullable Object[] all = new Object[row.length + more.length];
        System.arraycopy(row, 0, all, 0, row.length);
        System.arraycopy(more, 0, all, row.length, more.length);
        return all;
    }
}
