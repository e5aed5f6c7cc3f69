package dev.penstock.analytics.window;

import dev.penstock.analytics.type.Numbers;
import dev.penstock.analytics.type.TypeKind;
import org.jspecify.annotations.Nullable;

/** SUM and AVG of REAL and DOUBLE. */
final class ApproximateSum implements Accumulator {
    private final TypeKind kind;
    private final boolean isAverage;
    private double sum;
    private long count;

    ApproximateSum(TypeKind kind, boolean isAverage) {
        this.kind = kind;
        this.isAverage = isAverage;
    }

    @Override
    public void add(Object value) {
        sum += ((Number) value).doubleValue();
        count++;
    }

    @Override
    public @Nullable Object result() {
        if (count == 0) {
            return null;
        }
        double result = Numbers.finite(isAverage ? sum / count : sum);
        if (kind == TypeKind.REAL) {
            return Numbers.finite((float) result);
        }
        return result;
    }
}
