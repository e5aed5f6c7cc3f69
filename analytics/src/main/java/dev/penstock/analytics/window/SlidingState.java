package dev.penstock.analytics.window;

import org.jspecify.annotations.Nullable;

/** The value of one function over the rows that a sliding window of one partition holds. */
interface SlidingState {

    /**
     * A row comes in.
     *
     * @param sequence one more than that of the row before
     */
    void add(long sequence, long rowTime, @Nullable Object value);

    /** The oldest row goes out. */
    void remove(long sequence, long rowTime, @Nullable Object value);

    /**
     * The result now.
     *
     * @param fallback value for when there is no such row
     * @throws dev.penstock.analytics.type.RowFailure when it does not fit its type
     */
    @Nullable
    Object result(@Nullable Object fallback);

    /** Computes itself anew from the rows that are there, where adding and removing loses digits. */
    default void recompute(WindowRows rows, int argument) {}
}
