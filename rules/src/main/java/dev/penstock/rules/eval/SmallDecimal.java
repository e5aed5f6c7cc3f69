package dev.penstock.rules.eval;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on numbers of a few digits, which nearly all are, without {@link BigDecimal}: each number is a long and a
 * scale. The results are those of {@code BigDecimal} with {@link Numbers#CONTEXT}; where that cannot be had they are null.
 */
final class SmallDecimal {
    /** So many digits fit into a long whatever they are; also the largest scale. */
    static final int DIGITS = 18;

    private static final long[] POWERS = new long[DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= DIGITS; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private SmallDecimal() {}

    /** 10 to the power of {@code exponent}. */
    static long power(int exponent) {
        return POWERS[exponent];
    }

    static @Nullable Value add(Value.Numeric a, Value.Numeric b, Numbers numbers) {
        return a.isSmall() && b.isSmall() ? sum(a.unscaled(), a.scale(), b.unscaled(), b.scale(), numbers) : null;
    }

    static @Nullable Value subtract(Value.Numeric a, Value.Numeric b, Numbers numbers) {
        return a.isSmall() && b.isSmall() && b.unscaled() != Long.MIN_VALUE
                ? sum(a.unscaled(), a.scale(), -b.unscaled(), b.scale(), numbers)
                : null;
    }

    private static @Nullable Value sum(long x, int xScale, long y, int yScale, Numbers numbers) {
        int scale = Math.max(xScale, yScale);
        long xFactor = POWERS[scale - xScale];
        long yFactor = POWERS[scale - yScale];
        if (overflows(x, xFactor) || overflows(y, yFactor)) {
            return null;
        }
        long a = x * xFactor;
        long b = y * yFactor;
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? null : numbers.small(sum, scale);
    }

    static @Nullable Value multiply(Value.Numeric a, Value.Numeric b, Numbers numbers) {
        if (!a.isSmall() || !b.isSmall() || overflows(a.unscaled(), b.unscaled()) || a.scale() + b.scale() > DIGITS) {
            return null;
        }
        return numbers.small(a.unscaled() * b.unscaled(), a.scale() + b.scale());
    }

    /** Negative, zero or positive: how one compares to the other. */
    static int compare(Value.Numeric a, Value.Numeric b) {
        if (a.isSmall() && b.isSmall()) {
            int scale = Math.max(a.scale(), b.scale());
            long xFactor = POWERS[scale - a.scale()];
            long yFactor = POWERS[scale - b.scale()];
            if (!overflows(a.unscaled(), xFactor) && !overflows(b.unscaled(), yFactor)) {
                return Long.compare(a.unscaled() * xFactor, b.unscaled() * yFactor);
            }
        }
        return a.decimal().compareTo(b.decimal());
    }

    /** Whether it has no fraction. */
    static boolean isWhole(long unscaled, int scale) {
        return scale == 0 || (unscaled % 10 == 0 && unscaled % POWERS[scale] == 0);
    }

    private static boolean overflows(long x, long y) {
        return Math.multiplyHigh(x, y) != (x * y) >> 63;
    }
}
