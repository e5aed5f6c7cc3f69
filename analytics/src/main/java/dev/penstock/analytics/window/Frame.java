package dev.penstock.analytics.window;

/**
 * Which rows before the current one a sliding window holds; it always ends with the current row. Both ends belong to it
 * (SQL:2008).
 *
 * @param isRows whether {@code size} counts rows before the current one, else milliseconds of row time
 * @param size 0 or more, or {@link #UNBOUNDED}
 */
public record Frame(boolean isRows, long size) {
    /** No row ever leaves the window. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    public boolean isUnbounded() {
        return size == UNBOUNDED;
    }
}
