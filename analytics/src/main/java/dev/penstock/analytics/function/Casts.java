package dev.penstock.analytics.function;

import dev.penstock.analytics.type.Numbers;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TimeText;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.linq4j.function.Strict;

/**
 * CAST as the service does it: numbers are rounded half away from zero, and what does not fit fails. NULL gives NULL
 * without a call.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, CAST. The half-way rule is not documented.
 */
@Strict
public final class Casts {
    private Casts() {}

    /** A whole number between bounds. */
    public static long whole(long value, long min, long max) {
        return inRange(value, min, max);
    }

    /** A whole number between bounds, rounded. */
    public static long whole(double value, long min, long max) {
        return inRange(Numbers.rounded(value, TypeKind.BIGINT), min, max);
    }

    /** A whole number between bounds, rounded. */
    public static long whole(BigDecimal value, long min, long max) {
        return inRange(Numbers.rounded(value, TypeKind.BIGINT), min, max);
    }

    /** A whole number between bounds; a fraction in the text is an error. */
    public static long whole(String value, long min, long max) {
        return inRange(Numbers.exact(Numbers.decimal(value), TypeKind.BIGINT), min, max);
    }

    /** To DECIMAL. */
    public static BigDecimal toDecimal(long value, int precision, int scale) {
        return Numbers.scaled(value, precision, scale);
    }

    /** To DECIMAL, rounded. */
    public static BigDecimal toDecimal(double value, int precision, int scale) {
        return Numbers.scaled(value, precision, scale);
    }

    /** To DECIMAL, rounded. */
    public static BigDecimal toDecimal(BigDecimal value, int precision, int scale) {
        return Numbers.scaled(value, precision, scale);
    }

    /** To DECIMAL, rounded. */
    public static BigDecimal toDecimal(String value, int precision, int scale) {
        return Numbers.scaled(Numbers.decimal(value), precision, scale);
    }

    /** To REAL. */
    public static float toReal(double value) {
        return Numbers.finite((float) value);
    }

    /** To DOUBLE. */
    public static double toDouble(BigDecimal value) {
        return Numbers.finite(value.doubleValue());
    }

    /** To DOUBLE. */
    public static double toDouble(String value) {
        return Numbers.finite(Numbers.decimal(value).doubleValue());
    }

    /** To VARCHAR: cuts. */
    public static String toVarchar(String value, int length) {
        return value.length() <= length ? value : value.substring(0, length);
    }

    /** To CHAR: cuts or fills up with blanks. */
    public static String toChar(String value, int length) {
        return value.length() >= length ? toVarchar(value, length) : value + " ".repeat(length - value.length());
    }

    /** {@code true} or {@code false} in any case. */
    public static boolean toBoolean(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RowFailure.coercion("'%s' is not a BOOLEAN".formatted(text));
        };
    }

    /** {@code yyyy-MM-dd}. */
    public static int toDate(String text) {
        return TimeText.parseDate(text);
    }

    /** {@code yyyy-MM-dd HH:mm:ss}, all six fields, no fraction. */
    public static long toTimestamp(String text) {
        return TimeText.parseSixFields(text);
    }

    /** {@code HH:mm:ss}, all three fields, no fraction. */
    public static int toTime(String text) {
        return TimeText.parseThreeFields(text);
    }

    /** To VARBINARY: cuts. */
    public static ByteString toVarbinary(ByteString value, int length) {
        return value.length() <= length ? value : value.substring(0, length);
    }

    /** To BINARY: cuts or fills up with zeros. */
    public static ByteString toBinary(ByteString value, int length) {
        return value.length() >= length
                ? toVarbinary(value, length)
                : value.concat(new ByteString(new byte[length - value.length()]));
    }

    /** A time of the day with milliseconds as text; fails when it is longer than the target. */
    public static String timeToText(int time, int length) {
        return fitting(TimeText.time(time), length);
    }

    /** A whole number as text; fails when it is longer than the target. */
    public static String numberToText(long value, int length) {
        return fitting(Long.toString(value), length);
    }

    /** A decimal as text; fails when it is longer than the target. */
    public static String numberToText(BigDecimal value, int length) {
        return fitting(value.toPlainString(), length);
    }

    /** A number as text, as Java writes it; fails when it is longer than the target. */
    public static String numberToText(double value, int length) {
        return fitting(Double.toString(value), length);
    }

    /** A number as text, as Java writes it; fails when it is longer than the target. */
    public static String numberToText(float value, int length) {
        return fitting(Float.toString(value), length);
    }

    /** {@code TRUE} or {@code FALSE}; fails when it is longer than the target. */
    public static String truthToText(boolean value, int length) {
        return fitting(value ? "TRUE" : "FALSE", length);
    }

    /** A day as text; fails when it is longer than the target. */
    public static String dateToText(int days, int length) {
        return fitting(TimeText.date(TimeText.inRange(days)), length);
    }

    /** A time with milliseconds as text; fails when it is longer than the target. */
    public static String timestampToText(long time, int length) {
        return fitting(TimeText.timestamp(TimeText.inRange(time)), length);
    }

    private static String fitting(String text, int length) {
        if (text.length() > length) {
            throw RowFailure.coercion("'%s' does not fit VARCHAR(%d)".formatted(text, length));
        }
        return text;
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw RowFailure.coercion("%d is not between %d and %d".formatted(value, min, max));
        }
        return value;
    }
}
