package dev.penstock.analytics.type;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Exact conversions between numbers; what does not fit is a {@link RowFailure}, never a wrapped or infinite value. */
public final class Numbers {
    private static final int MAX_TEXT = 400;
    private static final int NEGLIGIBLE_DIGITS = -50;

    private Numbers() {}

    /** Any number as an exact decimal. */
    public static BigDecimal decimal(Number value) {
        if (value instanceof BigDecimal exact) {
            return exact;
        }
        return value instanceof Double || value instanceof Float
                ? decimal(value.toString())
                : BigDecimal.valueOf(value.longValue());
    }

    /** A decimal literal. */
    public static BigDecimal decimal(String text) {
        if (text.length() > MAX_TEXT) {
            throw RowFailure.coercion("a text of %d characters is not read as a number".formatted(text.length()));
        }
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException notANumber) {
            throw RowFailure.coercion("'%s' is not a number".formatted(text));
        }
    }

    /** Without an exponent, unless it would be long. */
    public static String text(BigDecimal value) {
        return Math.abs((long) value.scale()) <= MAX_TEXT ? value.toPlainString() : value.toString();
    }

    /** Rounds half away from zero, as CAST does, and checks the range of an integer type. */
    public static long rounded(Number value, TypeKind target) {
        if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            return inRange(scaled(value, ColumnType.MAX_DIGITS, 0, target.toString()), target);
        }
        return inRange(value.longValue(), target);
    }

    /** A whole number without rounding: 123.4 fails. */
    public static long exact(BigDecimal value, TypeKind target) {
        if (wholeDigits(value) > ColumnType.MAX_DIGITS
                || value.stripTrailingZeros().scale() > 0) {
            throw outOfRange(value, target.toString());
        }
        return inRange(value, target);
    }

    /** Rounds half away from zero to the scale and checks the precision. */
    public static BigDecimal scaled(Number value, int precision, int scale) {
        return scaled(value, precision, scale, "DECIMAL(%d,%d)".formatted(precision, scale));
    }

    private static BigDecimal scaled(Number value, int precision, int scale, String target) {
        BigDecimal exact = decimal(value);
        // 1e999999999 and 1e-999999999 must not be written out.
        if (wholeDigits(exact) > precision - scale) {
            throw outOfRange(value, target);
        }
        BigDecimal near = wholeDigits(exact) < NEGLIGIBLE_DIGITS ? BigDecimal.ZERO : exact;
        BigDecimal result = near.setScale(scale, RoundingMode.HALF_UP);
        if (result.precision() > precision) {
            throw outOfRange(value, target);
        }
        return result;
    }

    private static long wholeDigits(BigDecimal value) {
        return value.signum() == 0 ? 0 : (long) value.precision() - value.scale();
    }

    /** The same number, unless it is infinite or not a number. */
    public static double finite(double value) {
        if (Double.isFinite(value)) {
            return value;
        }
        throw RowFailure.evaluation("the result is not a finite number");
    }

    /** The same number, unless it is infinite or not a number. */
    public static float finite(float value) {
        if (Float.isFinite(value)) {
            return value;
        }
        throw RowFailure.evaluation("the result is not a finite number");
    }

    private static long inRange(BigDecimal whole, TypeKind target) {
        try {
            return inRange(whole.longValueExact(), target);
        } catch (ArithmeticException tooLarge) {
            throw outOfRange(whole, target.toString());
        }
    }

    private static long inRange(long value, TypeKind target) {
        if (value < target.min() || value > target.max()) {
            throw outOfRange(value, target.toString());
        }
        return value;
    }

    private static RowFailure outOfRange(Number value, String target) {
        return RowFailure.coercion("%s does not fit %s".formatted(value, target));
    }
}
