package dev.penstock.analytics.window;

import dev.penstock.analytics.type.ColumnType;
import org.jspecify.annotations.Nullable;

/** SUM and AVG of whole numbers and DECIMAL. */
final class SlidingExactSum implements SlidingState {
    private final ExactSum sum;

    SlidingExactSum(ColumnType type, boolean isAverage) {
        sum = new ExactSum(type, isAverage);
    }

    @Override
    public void add(long sequence, long rowTime, @Nullable Object value) {
        if (value != null) {
            sum.add(value);
        }
    }

    @Override
    public void remove(long sequence, long rowTime, @Nullable Object value) {
        if (value != null) {
            sum.remove(value);
        }
    }

    @Override
    public @Nullable Object result(@Nullable Object fallback) {
        return sum.result();
    }
}
