package dev.penstock.analytics.operator;

import org.jspecify.annotations.Nullable;

/** Takes rows that have no result. */
@FunctionalInterface
public interface RowErrors {

    /**
     * Records a failure and drops the row.
     *
     * @param values the row as far as it is known
     */
    void failed(long rowTime, @Nullable Object[] values, RuntimeException cause);
}
