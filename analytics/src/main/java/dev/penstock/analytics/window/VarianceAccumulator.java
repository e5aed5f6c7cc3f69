package dev.penstock.analytics.window;

import dev.penstock.analytics.type.Numbers;
import org.jspecify.annotations.Nullable;

/** VAR_POP, VAR_SAMP, STDDEV_POP and STDDEV_SAMP by Welford's method, which does not lose digits. */
final class VarianceAccumulator implements Accumulator {
    private final boolean isSample;
    private final boolean isDeviation;
    private double mean;
    private double squares;
    private long count;

    VarianceAccumulator(Aggregate.Function function) {
        isSample = function == Aggregate.Function.VAR_SAMP || function == Aggregate.Function.STDDEV_SAMP;
        isDeviation = function == Aggregate.Function.STDDEV_POP || function == Aggregate.Function.STDDEV_SAMP;
    }

    @Override
    public void add(Object value) {
        double number = ((Number) value).doubleValue();
        count++;
        double delta = number - mean;
        mean += delta / count;
        squares += delta * (number - mean);
    }

    @Override
    public @Nullable Object result() {
        long divisor = isSample ? count - 1 : count;
        if (divisor < 1) {
            return null;
        }
        double variance = Numbers.finite(squares / divisor);
        return isDeviation ? Math.sqrt(variance) : variance;
    }
}
