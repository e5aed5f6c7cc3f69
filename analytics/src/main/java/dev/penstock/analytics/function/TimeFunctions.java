package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TimeText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.GregorianCalendar;
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
        return TimeText.inRange(millis);
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
        return TimeText.inRange(parsed.getTime());
    }

    /** The day of {@link #charToTimestamp}. */
    public static int charToDate(String format, String text) {
        return timestampToDate(charToTimestamp(format, text));
    }

    /** The time of the day of {@link #charToTimestamp}. */
    public static int charToTime(String format, String text) {
        return timestampToTime(charToTimestamp(format, text));
    }

    /** Writes a time of the day by a format of SimpleDateFormat. */
    public static String timeToChar(String format, int time) {
        return timestampToChar(format, time);
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

    /** The time of the day of a time. */
    public static int timestampToTime(long time) {
        return (int) Math.floorMod(time, TimeText.DAY_MILLIS);
    }

    /** A time of the day on the day of {@code now}. */
    public static long timeToTimestamp(int time, long now) {
        return dateToTimestamp(timestampToDate(now)) + time;
    }

    /** A day and an interval; what is left over of a day is dropped. */
    public static int datePlus(int days, long interval) {
        return timestampToDate(timestampPlus(dateToTimestamp(days), interval));
    }

    /** A time of the day and an interval, around the clock. */
    public static int timePlus(int time, long interval) {
        return timestampToTime(Math.addExact(time, interval));
    }

    /** A time and an interval. */
    public static long timestampPlus(long time, long interval) {
        return TimeText.inRange(Math.addExact(time, interval));
    }

    /** Milliseconds from the second time of the day to the first. */
    public static long timeDifference(int first, int second) {
        return (long) first - second;
    }

    /** EXTRACT(SECOND) of a time of the day. */
    public static BigDecimal extractSecond(int time) {
        return extractSecond((long) time);
    }

    /** EXTRACT(SECOND) of an interval, which may be negative. */
    public static BigDecimal extractIntervalSecond(long interval) {
        return BigDecimal.valueOf(interval % MINUTE_MILLIS, 3);
    }

    /** EXTRACT(SECOND) of an interval of seconds. */
    public static BigDecimal intervalSeconds(long interval) {
        return BigDecimal.valueOf(interval, 3);
    }

    /** How many whole units an interval has left over the next larger unit, as EXTRACT tells them. */
    public static long extractInterval(long interval, long unit, long larger) {
        return interval % larger / unit;
    }

    /** An interval as a number of units. */
    public static BigDecimal units(long interval, long unit) {
        return BigDecimal.valueOf(interval).divide(BigDecimal.valueOf(unit), 3, RoundingMode.HALF_UP);
    }

    /** Sum of intervals. */
    public static long intervalPlus(long one, long other) {
        return Math.addExact(one, other);
    }

    /** Difference of intervals. */
    public static long intervalMinus(long one, long other) {
        return Math.subtractExact(one, other);
    }

    /** An interval times a number, rounded to milliseconds. */
    public static long intervalTimes(long interval, BigDecimal factor) {
        return millis(BigDecimal.valueOf(interval).multiply(factor));
    }

    /** An interval divided by a number, rounded to milliseconds. */
    public static long intervalDivide(long interval, BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new RowFailure(RowFailure.Kind.DIVISION_BY_ZERO, "division by zero");
        }
        return millis(BigDecimal.valueOf(interval).divide(divisor, 6, RoundingMode.HALF_UP));
    }

    private static long millis(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** FLOOR of an interval: whole units. */
    public static long floorInterval(long interval, long unit) {
        return Math.floorDiv(interval, unit) * unit;
    }

    /** CEIL of an interval: whole units. */
    public static long ceilInterval(long interval, long unit) {
        return -Math.floorDiv(-interval, unit) * unit;
    }

    /** Without the Julian days before 1582, which no other conversion knows. */
    private static GregorianCalendar calendar() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ENGLISH);
        calendar.setGregorianChange(new Date(Long.MIN_VALUE));
        return calendar;
    }

    private static SimpleDateFormat format(String pattern) {
        try {
            SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ENGLISH);
            format.setCalendar(calendar());
            format.setLenient(false);
            // Java reads two digits of a year relative to today; ours must not change from day to day.
            format.set2DigitYearStart(new Date(CENTURY_START));
            return format;
        } catch (IllegalArgumentException invalid) {
            throw RowFailure.evaluation("'%s' is not a date format: %s".formatted(pattern, invalid.getMessage()));
        }
    }
}
