package dev.penstock.analytics.window;

import dev.penstock.analytics.type.Numbers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * VAR_POP, VAR_SAMP, STDDEV_POP and STDDEV_SAMP. Nothing is ever subtracted, for that loses digits: the newer values have
 * one state that only grows, and of the older ones every suffix has its own, so that the oldest is taken out by using the
 * next shorter suffix. When no suffix is left they are made from all values at once, which each value takes part in once.
 *
 * <p>Source: Tangwongsan, Hirzel, Schneider, General Incremental Sliding-Window Aggregation (PVLDB 2015), two stacks;
 * Chan, Golub, LeVeque for adding up states.
 */
final class SlidingVariance implements SlidingState {
    private static final int INITIAL = 8;

    private final boolean isSample;
    private final boolean isDeviation;

    /** The newer values and their state. */
    private double[] newer = new double[INITIAL];

    private int newerCount;
    private double newerMean;
    private double newerSquares;

    /** The state of the i + 1 newest of the older values. */
    private double[] means = new double[INITIAL];

    private double[] squares = new double[INITIAL];
    private int olderCount;

    SlidingVariance(Aggregate.Function function) {
        isSample = function == Aggregate.Function.VAR_SAMP || function == Aggregate.Function.STDDEV_SAMP;
        isDeviation = function == Aggregate.Function.STDDEV_POP || function == Aggregate.Function.STDDEV_SAMP;
    }

    @Override
    public void add(long sequence, long rowTime, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (newerCount == newer.length) {
            newer = Arrays.copyOf(newer, 2 * newerCount);
        }
        double number = ((Number) value).doubleValue();
        newer[newerCount++] = number;
        double delta = number - newerMean;
        newerMean += delta / newerCount;
        newerSquares += delta * (number - newerMean);
    }

    @Override
    public void remove(long sequence, long rowTime, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (olderCount == 0) {
            makeOlder();
        }
        olderCount--;
    }

    private void makeOlder() {
        if (means.length < newerCount) {
            means = new double[newer.length];
            squares = new double[newer.length];
        }
        double mean = 0;
        double square = 0;
        for (int i = newerCount - 1; i >= 0; i--) {
            int count = newerCount - i;
            double delta = newer[i] - mean;
            mean += delta / count;
            square += delta * (newer[i] - mean);
            means[count - 1] = mean;
            squares[count - 1] = square;
        }
        olderCount = newerCount;
        newerCount = 0;
        newerMean = 0;
        newerSquares = 0;
    }

    @Override
    public @Nullable Object result(@Nullable Object fallback) {
        int count = olderCount + newerCount;
        int divisor = isSample ? count - 1 : count;
        if (divisor < 1) {
            return null;
        }
        double variance = Numbers.finite(total() / divisor);
        return isDeviation ? Math.sqrt(variance) : variance;
    }

    private double total() {
        if (olderCount == 0) {
            return newerSquares;
        }
        double delta = newerMean - means[olderCount - 1];
        double between =
                newerCount == 0 ? 0 : delta * delta * ((double) olderCount * newerCount / (olderCount + newerCount));
        return newerSquares + squares[olderCount - 1] + between;
    }
}
