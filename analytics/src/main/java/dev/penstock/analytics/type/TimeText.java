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

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern INPUT =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))?(?:Z|[+]00:?00)?)?");

    private static final String EPOCH = "1970-01-01 ";
    private static final int TIME_START = EPOCH.length();

    private TimeText() {}

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

    /** Reads {@code 18:35:44.0}, or the time of a time stamp. */
    public static int parseTime(String text) {
        String stripped = text.strip();
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
            return LocalDateTime.parse(text, SECONDS).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException invalid) {
            throw notATime(original);
        }
    }

    private static RowFailure notATime(String text) {
        return RowFailure.coercion("'%s' is not a time of the form yyyy-MM-dd HH:mm:ss".formatted(text));
    }
}
