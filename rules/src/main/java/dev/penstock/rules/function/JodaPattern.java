package dev.penstock.rules.function;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Map;

/** Joda-Time's pattern letters, which {@code parse_time} documents, as a formatter of java.time. Output only. */
final class JodaPattern {
    private static final int MAX_DIGITS = 18;
    private static final int MAX_LENGTH = 1000;
    private static final Map<Character, TemporalField> NUMBERS = Map.ofEntries(
            Map.entry('d', ChronoField.DAY_OF_MONTH),
            Map.entry('D', ChronoField.DAY_OF_YEAR),
            Map.entry('e', ChronoField.DAY_OF_WEEK),
            Map.entry('H', ChronoField.HOUR_OF_DAY),
            Map.entry('k', ChronoField.CLOCK_HOUR_OF_DAY),
            Map.entry('K', ChronoField.HOUR_OF_AMPM),
            Map.entry('h', ChronoField.CLOCK_HOUR_OF_AMPM),
            Map.entry('m', ChronoField.MINUTE_OF_HOUR),
            Map.entry('s', ChronoField.SECOND_OF_MINUTE),
            Map.entry('w', IsoFields.WEEK_OF_WEEK_BASED_YEAR));

    private JodaPattern() {}

    /** @throws IllegalArgumentException for a letter that Joda-Time does not have */
    static DateTimeFormatter formatter(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it has more than %d characters".formatted(MAX_LENGTH));
        }
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char letter = pattern.charAt(at);
            if (letter == '\'') {
                at = quoted(pattern, at, builder);
            } else if (isLetter(letter)) {
                int end = at;
                while (end < pattern.length() && pattern.charAt(end) == letter) {
                    end++;
                }
                append(builder, letter, Math.min(end - at, MAX_DIGITS));
                at = end;
            } else {
                builder.appendLiteral(letter);
                at++;
            }
        }
        return builder.toFormatter();
    }

    private static int quoted(String pattern, int open, DateTimeFormatterBuilder builder) {
        if (pattern.startsWith("''", open)) {
            builder.appendLiteral('\'');
            return open + 2;
        }
        StringBuilder literal = new StringBuilder();
        for (int at = open + 1; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            boolean isQuote = c == '\'';
            if (isQuote && !pattern.startsWith("''", at)) {
                builder.appendLiteral(literal.toString());
                return at + 1;
            }
            literal.append(c);
            at += isQuote ? 1 : 0;
        }
        throw new IllegalArgumentException("a quotation mark is not closed");
    }

    private static void append(DateTimeFormatterBuilder builder, char letter, int count) {
        switch (letter) {
            case 'C' -> builder.appendValue(CenturyOfEra.FIELD, count, MAX_DIGITS, SignStyle.NOT_NEGATIVE);
            case 'G' -> builder.appendText(ChronoField.ERA, TextStyle.SHORT);
            case 'y' -> year(builder, ChronoField.YEAR, count);
            case 'Y' -> year(builder, ChronoField.YEAR_OF_ERA, count);
            case 'x' -> year(builder, IsoFields.WEEK_BASED_YEAR, count);
            case 'M' -> textOrNumber(builder, ChronoField.MONTH_OF_YEAR, count);
            case 'E' -> builder.appendText(ChronoField.DAY_OF_WEEK, count < 4 ? TextStyle.SHORT : TextStyle.FULL);
            case 'a' -> builder.appendText(ChronoField.AMPM_OF_DAY, TextStyle.SHORT);
            case 'S' ->
                builder.appendFraction(ChronoField.NANO_OF_SECOND, Math.min(count, 9), Math.min(count, 9), false);
            case 'z' -> builder.appendZoneText(count < 4 ? TextStyle.SHORT : TextStyle.FULL);
            case 'Z' -> zone(builder, count);
            default -> number(builder, letter, count);
        }
    }

    private static void year(DateTimeFormatterBuilder builder, TemporalField field, int count) {
        if (count == 2) {
            builder.appendValueReduced(field, 2, 2, 2000);
        } else {
            builder.appendValue(field, count, MAX_DIGITS, SignStyle.NORMAL);
        }
    }

    private static void textOrNumber(DateTimeFormatterBuilder builder, TemporalField field, int count) {
        if (count < 3) {
            builder.appendValue(field, count, MAX_DIGITS, SignStyle.NOT_NEGATIVE);
        } else {
            builder.appendText(field, count == 3 ? TextStyle.SHORT : TextStyle.FULL);
        }
    }

    private static void zone(DateTimeFormatterBuilder builder, int count) {
        if (count > 2) {
            builder.appendZoneId();
        } else {
            builder.appendOffset(count == 1 ? "+HHMM" : "+HH:MM", count == 1 ? "+0000" : "+00:00");
        }
    }

    private static void number(DateTimeFormatterBuilder builder, char letter, int count) {
        TemporalField field = NUMBERS.get(letter);
        if (field == null) {
            throw new IllegalArgumentException("the letter %s has no meaning here".formatted(letter));
        }
        builder.appendValue(field, count, MAX_DIGITS, SignStyle.NOT_NEGATIVE);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
