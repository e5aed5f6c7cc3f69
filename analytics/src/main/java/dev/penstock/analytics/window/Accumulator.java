package dev.penstock.analytics.window;

import org.jspecify.annotations.Nullable;

/** Collects the values of one aggregate for one group. */
interface Accumulator {

    /** Takes a value that is not NULL; never fails, so that a row is counted in all aggregates or in none. */
    void add(Object value);

    /** Takes a NULL, which most ignore. */
    default void addNull() {}

    /**
     * The result so far, NULL when there is none.
     *
     * @throws dev.penstock.analytics.type.RowFailure when it does not fit its type
     */
    @Nullable
    Object result();
}
