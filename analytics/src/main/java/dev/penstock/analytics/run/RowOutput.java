package dev.penstock.analytics.run;

import org.jspecify.annotations.Nullable;

/** Where the rows of an in-application stream go outside of the application. Used by the application's thread only. */
interface RowOutput {

    /**
     * Takes a row; it has reached its destination when this, or the next {@link #flush}, returns.
     *
     * @throws dev.penstock.analytics.operator.PipelineClosed when the application is stopped meanwhile
     */
    void write(@Nullable Object[] row);

    /** Returns when every row so far has reached its destination. */
    void flush();
}
