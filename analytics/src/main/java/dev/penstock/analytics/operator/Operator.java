package dev.penstock.analytics.operator;

import org.jspecify.annotations.Nullable;

/**
 * A step of a query. Rows and bounds are pushed through it by one thread, in order of their time: after a row or a bound
 * of time t nothing earlier comes.
 */
public interface Operator {

    /**
     * Takes one row.
     *
     * @param rowTime milliseconds since 1970
     * @param values the receiver may keep but must not change them
     * @throws dev.penstock.analytics.type.RowFailure and other runtime exceptions when the row has no result; the state
     *     of the operator is as before
     */
    void row(long rowTime, @Nullable Object[] values);

    /** Says that no row before {@code time} will come. What is complete by then is passed on, and then the bound. */
    void bound(long time);
}
