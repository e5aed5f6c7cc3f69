package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Implicit conversions. Null stands for "does not convert", which the caller turns into Undefined.
 * Source: AWS IoT SQL reference, Data types, Conversions.
 */
public final class Coercion {
    /** Reading a number takes time that grows with the square of its length. */
    static final int MAX_LENGTH = 2000;

    private Coercion() {}

    /** A number, or a String that matches {@code -?\d+(\.\d+)?(E-?\d+)?}. */
    public static @Nullable BigDecimal number(Value value) {
        if (value instanceof Numeric numeric) {
            return numeric.decimal();
        }
        return value instanceof Text text ? number(text.text()) : null;
    }

    /** The number in a text; null when it does not match the pattern, is out of range or far too long. */
    public static @Nullable BigDecimal number(String text) {
        if (text.length() > MAX_LENGTH || !NumberPattern.matches(text)) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            return Numbers.inRange(value) ? value.round(Numbers.CONTEXT) : null;
        } catch (NumberFormatException exponentBeyondInt) {
            return null;
        }
    }

    /** A Boolean, or the String {@code true} or {@code false} in any case. */
    public static @Nullable Bool bool(Value value) {
        if (value instanceof Bool bool) {
            return bool;
        }
        if (value instanceof Text text) {
            return text.text().equalsIgnoreCase("true")
                    ? Bool.TRUE
                    : text.text().equalsIgnoreCase("false") ? Bool.FALSE : null;
        }
        return null;
    }

    /** A String, digits, true or false, or JSON text; Null, Undefined and bytes have no String. */
    public static @Nullable String text(Value value) {
        if (value instanceof Text text) {
            return text.text();
        }
        if (value instanceof Numeric || value instanceof Bool) {
            return value.toString();
        }
        return value instanceof Value.Array || value instanceof Value.Obj ? JsonText.of(value) : null;
    }

    /** Cuts the fraction and clamps, for indexes and counts. */
    public static int clamp(Numeric value, int min, int max) {
        return value instanceof Value.Int && value.isSmall()
                ? (int) Math.max(min, Math.min(max, value.unscaled()))
                : clamp(value.decimal(), min, max);
    }

    /** Cuts the fraction and clamps, for indexes and counts. */
    public static int clamp(BigDecimal value, int min, int max) {
        if (value.compareTo(BigDecimal.valueOf(min)) <= 0) {
            return min;
        }
        if (value.compareTo(BigDecimal.valueOf(max)) >= 0) {
            return max;
        }
        return value.setScale(0, RoundingMode.DOWN).intValueExact();
    }
}
