package dev.penstock.analytics.function;

import dev.penstock.analytics.type.Numbers;
import dev.penstock.analytics.type.RowFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.linq4j.function.Strict;

/** Arithmetic that fails where Java would give infinity or wrap around. NULL arguments give NULL without a call. */
@Strict
public final class NumberFunctions {
    private NumberFunctions() {}

    /** The same number, unless it is infinite or not a number. */
    public static double finite(double value) {
        return Numbers.finite(value);
    }

    /** The same number, unless it is infinite or not a number. */
    public static float finite(float value) {
        return Numbers.finite(value);
    }

    /** Division of approximate numbers. */
    public static double divide(double dividend, double divisor) {
        if (divisor == 0) {
            throw divisionByZero();
        }
        return Numbers.finite(dividend / divisor);
    }

    /** Division of decimals, rounded half away from zero to {@code scale} digits. */
    public static BigDecimal divide(BigDecimal dividend, BigDecimal divisor, int scale) {
        if (divisor.signum() == 0) {
            throw divisionByZero();
        }
        return dividend.divide(divisor, scale, RoundingMode.HALF_UP);
    }

    /** Division of whole numbers towards zero. */
    public static long divide(long dividend, long divisor) {
        if (divisor == 0) {
            throw divisionByZero();
        }
        if (divisor == -1) {
            return Math.negateExact(dividend);
        }
        return dividend / divisor;
    }

    /** MOD; the sign is that of the dividend. */
    public static long mod(long dividend, long divisor) {
        if (divisor == 0) {
            throw divisionByZero();
        }
        return dividend % divisor;
    }

    /** ABS of a whole number. */
    public static long abs(long value) {
        return value < 0 ? Math.negateExact(value) : value;
    }

    /** LOG10, exact for powers of 10, which a quotient of natural logarithms is not. */
    public static double log10(double value) {
        if (value <= 0) {
            throw new RowFailure(RowFailure.Kind.EVALUATION_ERROR, "Cannot take logarithm of zero or negative number");
        }
        return Math.log10(value);
    }

    private static RowFailure divisionByZero() {
        return new RowFailure(RowFailure.Kind.DIVISION_BY_ZERO, "division by zero");
    }
}
