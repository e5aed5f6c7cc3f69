package dev.penstock.analytics.window;

import org.jspecify.annotations.Nullable;

/** MIN and MAX. */
final class ExtremeAccumulator implements Accumulator {
    private final int sign;
    private @Nullable Comparable<Object> best;

    /** @param sign 1 for MAX, -1 for MIN */
    ExtremeAccumulator(int sign) {
        this.sign = sign;
    }

    @Override
    @SuppressWarnings("unchecked") // all values of a column have one class, and SQL types are Comparable
    public void add(Object value) {
        if (best == null || best.compareTo(value) * sign < 0) {
            best = (Comparable<Object>) value;
        }
    }

    @Override
    public @Nullable Object result() {
        return best;
    }
}
