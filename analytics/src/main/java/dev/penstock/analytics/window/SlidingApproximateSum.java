package dev.penstock.analytics.window;

import dev.penstock.analytics.type.Numbers;
import dev.penstock.analytics.type.TypeKind;
import org.jspecify.annotations.Nullable;

/** SUM and AVG of REAL and DOUBLE, with the digits that each addition and subtraction loses kept apart (Neumaier). */
final class SlidingApproximateSum implements SlidingState {
    private final TypeKind kind;
    private final boolean isAverage;
    private double sum;
    private double lost;
    private long count;

    SlidingApproximateSum(TypeKind kind, boolean isAverage) {
        this.kind = kind;
        this.isAverage = isAverage;
    }

    @Override
    public void add(long sequence, long rowTime, @Nullable Object value) {
        if (value != null) {
            count++;
            include(((Number) value).doubleValue());
        }
    }

    @Override
    public void remove(long sequence, long rowTime, @Nullable Object value) {
        if (value != null) {
            count--;
            include(-((Number) value).doubleValue());
            if (count == 0) {
                sum = 0;
                lost = 0;
            }
        }
    }

    private void include(double number) {
        double next = sum + number;
        lost += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum;
        sum = next;
    }

    @Override
    public void recompute(WindowRows rows, int argument) {
        sum = 0;
        lost = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.arguments(i)[argument] instanceof Number number) {
                include(number.doubleValue());
            }
        }
    }

    @Override
    public @Nullable Object result(@Nullable Object fallback) {
        if (count == 0) {
            return null;
        }
        double total = sum + lost;
        double result = Numbers.finite(isAverage ? total / count : total);
        if (kind == TypeKind.REAL) {
            return Numbers.finite((float) result);
        }
        return result;
    }
}
