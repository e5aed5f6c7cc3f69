package dev.penstock.analytics.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DATE, TIME and TIMESTAMP values (days, milliseconds of a day, milliseconds since 1970, in UTC) to and from text. */
public final class TimeText {
    /** Milliseconds of a day. */
    public static final long DAY_MILLIS = 86_400_000;

    private static final long FIRST = LocalDate.of(1, 1, 1).toEpochDay() * DAY_MILLIS;
    private static final long AFTER_LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY_MILLIS;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern INPUT =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))?(?:Z|[+]00:?00)?)?");

    private static final String EPOCH = "1970-01-01 ";
    private static final int TIME_START = EPOCH.length();

    private TimeText() {}

    /**
     * A time of the years 1 to 9999: SQL has no others.
     *
     * @throws RowFailure for one before or after them
     */
    public static long inRange(long millis) {
        if (millis < FIRST || millis >= AFTER_LAST) {
            throw RowFailure.evaluation(
                    "datetime overflow: %s is not in the years 1 to 9999".formatted(timestamp(millis)));
        }
        return millis;
    }

    /**
     * A day of the years 1 to 9999.
     *
     * @throws RowFailure for one before or after them
     */
    public static int inRange(int days) {
        inRange(days * DAY_MILLIS);
        return days;
    }

    /** {@code yyyy-MM-dd HH:mm:ss.SSS}. */
    public static String timestamp(long millis) {
        return TIMESTAMP.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    /** {@code yyyy-MM-dd}. */
    public static String date(int days) {
        return LocalDate.ofEpochDay(days).toString();
    }

    /** {@code HH:mm:ss.SSS}. */
    public static String time(int millis) {
        return timestamp(millis).substring(TIME_START);
    }

    /** Reads {@code 18:35:44.0}, or the time of a time stamp; a day alone has none. */
    public static int parseTime(String text) {
        String stripped = text.strip();
        if (stripped.indexOf(':') < 0) {
            throw notATime(text);
        }
        long millis = parseTimestamp(stripped.indexOf('-') < 0 ? EPOCH + stripped : stripped);
        return (int) Math.floorMod(millis, DAY_MILLIS);
    }

    /** What CAST accepts: three fields and nothing after them. */
    public static int parseThreeFields(String text) {
        return (int) (seconds(text, EPOCH + text.strip()) * 1000);
    }

    /** Reads a day, or the day of a time stamp. */
    public static int parseDate(String text) {
        return Math.toIntExact(Math.floorDiv(parseTimestamp(text), DAY_MILLIS));
    }

    /**
     * Reads {@code 1992-02-14 18:35:44.0}; also a date alone, the ISO form with {@code T}, and up to nine digits of a
     * second, of which milliseconds are kept.
     */
    public static long parseTimestamp(String text) {
        Matcher match = INPUT.matcher(text.strip());
        if (!match.matches()) {
            throw notATime(text);
        }
        String time = match.group(2) == null ? "00:00:00" : match.group(2);
        String fraction = match.group(3) == null ? "" : match.group(3);
        return seconds(text, match.group(1) + ' ' + time) * 1000 + Long.parseLong((fraction + "000").substring(0, 3));
    }

    /** What CAST accepts: all six fields and nothing after them. */
    public static long parseSixFields(String text) {
        return seconds(text, text.strip()) * 1000;
    }

    private static long seconds(String original, String text) {
        try {
            return inRange(LocalDateTime.parse(text, SECONDS).toEpochSecond(ZoneOffset.UTC) * 1000) / 1000;
        } catch (DateTimeException invalid) {
            throw notATime(original);
        }
    }

    private static RowFailure notATime(String text) {
        return RowFailure.coercion("'%s' is not a time of the form yyyy-MM-dd HH:mm:ss".formatted(text));
    }
}
