package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.linq4j.function.Strict;

/**
 * Casts of intervals, which are milliseconds. Units are counted from 0: day, hour, minute, second. NULL gives NULL without
 * a call.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, Date, Timestamp, and Interval Operators, for the text ({@code +6:11}).
 */
@Strict
public final class IntervalFunctions {
    /** The unit that has fractions. */
    public static final int SECOND = 3;

    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1000};
    private static final long[] IN_NEXT = {Long.MAX_VALUE, 24, 60, 60};
    private static final Pattern FIELD = Pattern.compile("(\\d{1,10})(?:\\.(\\d{1,9}))?");

    private IntervalFunctions() {}

    /** The same length in other units. */
    public static long same(long interval) {
        return interval;
    }

    /** How many whole units an interval has. */
    public static long whole(long interval, int unit) {
        return interval / MILLIS[unit];
    }

    /** {@code +6:11}: a sign, then the units from the first to the last; milliseconds if there are any. */
    public static String toText(long interval, int first, int last, int length) {
        long rest = Math.abs(interval);
        StringBuilder text = new StringBuilder().append(interval < 0 ? '-' : '+');
        for (int unit = first; unit <= last; unit++) {
            long count = rest / MILLIS[unit];
            rest %= MILLIS[unit];
            if (unit > first) {
                text.append(unit == 1 ? ' ' : ':').append(count < 10 ? "0" : "");
            }
            text.append(count);
        }
        if (last == SECOND && rest > 0) {
            text.append('.').append(Long.toString(1000 + rest), 1, 4);
        }
        if (text.length() > length) {
            throw RowFailure.coercion("'%s' does not fit VARCHAR(%d)".formatted(text, length));
        }
        return text.toString();
    }

    /** Reads what stands between the quotes of an interval. */
    public static long parse(String text, int first, int last) {
        String stripped = text.strip();
        boolean isSigned = stripped.startsWith("-") || stripped.startsWith("+");
        String[] fields = (isSigned ? stripped.substring(1) : stripped).split("[ :]", -1);
        if (fields.length != last - first + 1) {
            throw noInterval(text);
        }
        long sum = 0;
        for (int unit = first; unit <= last; unit++) {
            sum += field(text, fields[unit - first], unit, first);
        }
        return stripped.startsWith("-") ? -sum : sum;
    }

    private static long field(String text, String field, int unit, int first) {
        Matcher match = FIELD.matcher(field);
        boolean isNumber = match.matches() && (unit == SECOND || match.group(2) == null);
        if (!isNumber) {
            throw noInterval(text);
        }
        long count = Long.parseLong(match.group(1));
        if (unit > first && count >= IN_NEXT[unit]) {
            throw noInterval(text);
        }
        String fraction = match.group(2) == null ? "" : match.group(2);
        return count * MILLIS[unit] + Long.parseLong((fraction + "000").substring(0, 3));
    }

    private static RowFailure noInterval(String text) {
        return RowFailure.coercion("'%s' is not an interval of these units".formatted(text));
    }
}
