package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TimeText;
import java.math.BigDecimal;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.calcite.linq4j.function.Strict;

/**
 * Functions of times. TIMESTAMP is milliseconds since 1970 in UTC, DATE days, an interval milliseconds. NULL arguments
 * give NULL without a call.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, Date and Time Functions, Date Time Conversion Functions.
 */
@Strict
@SuppressWarnings("JavaUtilDate") // the service's formats are SimpleDateFormat's, with all its ways
public final class TimeFunctions {
    private static final int MINUTE_MILLIS = 60_000;
    private static final long CENTURY_START = -20 * 365 * TimeText.DAY_MILLIS;

    private TimeFunctions() {}

    /** STEP of a time: the start of its window, counted from 1970. */
    public static long stepTime(long time, long interval) {
        return Math.floorDiv(time, interval) * interval;
    }

    /** STEP of a number: the multiple towards zero. */
    public static long stepNumber(long number, long size) {
        if (size == 0) {
            throw new RowFailure(RowFailure.Kind.DIVISION_BY_ZERO, "STEP by 0");
        }
        return number / size * size;
    }

    /** Milliseconds since 1970. */
    public static long unixTimestamp(long time) {
        return time;
    }

    /** From milliseconds since 1970. */
    public static long toTimestamp(long millis) {
        return millis;
    }

    /** Milliseconds from the second time to the first; the sign is not documented, samples pass the later one first. */
    public static long tsdiff(long first, long second) {
        return Math.subtractExact(first, second);
    }

    /** EXTRACT(SECOND): with milliseconds. */
    public static BigDecimal extractSecond(long time) {
        return BigDecimal.valueOf(Math.floorMod(time, MINUTE_MILLIS), 3);
    }

    /** Reads a time by a format of SimpleDateFormat; what follows in the text is left out. */
    public static long charToTimestamp(String format, String text) {
        Date parsed = format(format).parse(text, new ParsePosition(0));
        if (parsed == null) {
            throw RowFailure.evaluation("'%s' does not have the format '%s'".formatted(text, format));
        }
        return parsed.getTime();
    }

    /** The day of {@link #charToTimestamp}. */
    public static int charToDate(String format, String text) {
        return timestampToDate(charToTimestamp(format, text));
    }

    /** Writes a time by a format of SimpleDateFormat. */
    public static String timestampToChar(String format, long time) {
        return format(format).format(new Date(time));
    }

    /** Writes a day by a format of SimpleDateFormat. */
    public static String dateToChar(String format, int days) {
        return timestampToChar(format, dateToTimestamp(days));
    }

    /** The day of a time. */
    public static int timestampToDate(long time) {
        return Math.toIntExact(Math.floorDiv(time, TimeText.DAY_MILLIS));
    }

    /** The start of a day. */
    public static long dateToTimestamp(int days) {
        return days * TimeText.DAY_MILLIS;
    }

    private static SimpleDateFormat format(String pattern) {
        try {
            SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ENGLISH);
            format.setTimeZone(TimeZone.getTimeZone("UTC"));
            format.setLenient(false);
            // Java reads two digits of a year relative to today; ours must not change from day to day.
            format.set2DigitYearStart(new Date(CENTURY_START));
            return format;
        } catch (IllegalArgumentException invalid) {
            throw RowFailure.evaluation("'%s' is not a date format: %s".formatted(pattern, invalid.getMessage()));
        }
    }
}
