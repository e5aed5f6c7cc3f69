package dev.penstock.rules.eval;

import dev.penstock.rules.sql.SqlVersion;
import java.math.BigDecimal;
import java.math.MathContext;

/** How results become Int or Decimal, which depends on the SQL version. 34 digits, half-even, as IEEE decimal128. */
public enum Numbers {
    /** A decimal stays one: 10.0 is 10.0. */
    KEEPING_DECIMALS,
    /** A decimal without a fraction is an Int: 10.0 is 10. */
    FOLDING_WHOLE;

    /** 34 digits, rounded half-even. */
    public static final MathContext CONTEXT = MathContext.DECIMAL128;

    private static final int MAX_EXPONENT = 999;

    public static Numbers of(SqlVersion version) {
        return version.foldsWholeDecimals() ? FOLDING_WHOLE : KEEPING_DECIMALS;
    }

    /** Whether a number lies within 1E-999 to 9.99E999, or is zero. */
    public static boolean inRange(BigDecimal value) {
        return value.signum() == 0 || Math.abs((long) value.precision() - value.scale() - 1) <= MAX_EXPONENT;
    }

    /** A Decimal, or the Int it stands for; Undefined when it is out of range. */
    public Value decimal(BigDecimal exact) {
        BigDecimal value = exact.round(CONTEXT);
        if (!inRange(value)) {
            return Value.Undefined.INSTANCE;
        }
        if (this == FOLDING_WHOLE && isWhole(value)) {
            return integer(value);
        }
        return new Value.Decimal(value);
    }

    /** An Int for a value without a fraction; a Decimal when it has more than 34 digits; Undefined when out of range. */
    public Value integer(BigDecimal whole) {
        BigDecimal value = whole.round(CONTEXT);
        if (!inRange(value)) {
            return Value.Undefined.INSTANCE;
        }
        boolean fits = (long) value.precision() - value.scale() <= CONTEXT.getPrecision();
        return fits ? new Value.Int(value.setScale(0)) : new Value.Decimal(value);
    }

    /** An Int when the scale is 0; else a Decimal, or the Int it stands for. */
    Value small(long unscaled, int scale) {
        return scale == 0 || (this == FOLDING_WHOLE && SmallDecimal.isWhole(unscaled, scale))
                ? Value.Int.of(unscaled / SmallDecimal.power(scale))
                : new Value.Decimal(unscaled, scale);
    }

    /** A number from IEEE arithmetic; Undefined for NaN and infinity. */
    public Value fromDouble(double value) {
        return Double.isNaN(value) || Double.isInfinite(value)
                ? Value.Undefined.INSTANCE
                : decimal(new BigDecimal(Double.toString(value)));
    }

    static boolean isWhole(BigDecimal value) {
        return value.scale() <= 0
                || value.signum() == 0
                || value.stripTrailingZeros().scale() <= 0;
    }
}
