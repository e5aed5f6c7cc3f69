package dev.penstock.analytics.operator;

import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/** A compiled filter with its projection. Implementations are generated, hold no state and may be shared. */
public interface RowProgram {

    /** Whether the row passes; UNKNOWN does not. */
    boolean accepts(DataContext context, @Nullable Object[] row);

    /** Computes the result columns of a row. */
    void project(DataContext context, @Nullable Object[] row, @Nullable Object[] result);
}
