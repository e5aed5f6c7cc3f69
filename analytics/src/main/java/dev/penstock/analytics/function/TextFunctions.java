package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.calcite.linq4j.function.Strict;
import org.jspecify.annotations.Nullable;

/**
 * Functions of texts. NULL arguments give NULL without a call.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, String and Search Functions.
 */
@Strict
public final class TextFunctions {
    private TextFunctions() {}

    /** Each word between blanks with a capital first letter, the rest small. */
    public static String initcap(String text) {
        StringBuilder result = new StringBuilder(text.toLowerCase(Locale.ROOT));
        boolean isFirst = true;
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (isFirst) {
                result.setCharAt(i, Character.toUpperCase(c));
            }
            isFirst = c == ' ';
        }
        return result.toString();
    }

    /** LIKE without ESCAPE. */
    public static boolean like(String text, String pattern) {
        return LikePattern.matches(text, pattern, '\0', false);
    }

    /** LIKE with ESCAPE. */
    public static boolean like(String text, String pattern, String escape) {
        if (escape.length() != 1) {
            throw RowFailure.evaluation("the ESCAPE of LIKE must be one character, not '%s'".formatted(escape));
        }
        return LikePattern.matches(text, pattern, escape.charAt(0), true);
    }

    /** OVERLAY without FOR: replaces as many characters as the replacement has. */
    public static String overlay(String text, String replacement, int from) {
        return overlay(text, replacement, from, replacement.length());
    }

    /** OVERLAY, from position 1; what a smaller position puts before the text replaces nothing. */
    public static String overlay(String text, String replacement, int from, int count) {
        if (count < 0) {
            throw RowFailure.evaluation("OVERLAY: the length %d is negative".formatted(count));
        }
        int start = Math.min(Math.max(from, 1) - 1, text.length());
        int end = (int) Math.max(start, Math.min((long) from - 1 + count, text.length()));
        return text.substring(0, start) + replacement + text.substring(end);
    }

    /** The first match of a regular expression, or NULL. */
    public static @Nullable String substringRegex(String text, String regex) {
        Matcher matcher = pattern(regex).matcher(new BoundedText(text));
        return BoundedText.find(matcher) ? matcher.group() : null;
    }

    /** SUBSTRING with commas: NULL when it begins after the end of the text. */
    public static @Nullable String substringComma(String text, int from) {
        return substringComma(text, from, Integer.MAX_VALUE);
    }

    /** SUBSTRING with commas: NULL when it begins after the end of the text. */
    public static @Nullable String substringComma(String text, int from, int count) {
        if (count < 0) {
            throw RowFailure.evaluation("SUBSTRING: the length %d is negative".formatted(count));
        }
        if (from > text.length()) {
            return null;
        }
        int end = (int) Math.max(0, Math.min((long) from - 1 + count, text.length()));
        return text.substring(Math.min(Math.max(0, from - 1), end), end);
    }

    /** The part of a text between two escaped quotes of a pattern whose three parts match the whole text. */
    public static @Nullable String substringSimilar(String text, String pattern, String escape) {
        return SimilarPattern.part(text, pattern, escape);
    }

    /** Java's regular expression for a pattern of SIMILAR TO, for the whole of a text. */
    public static String similarRegex(String pattern, @Nullable String escape) {
        return SimilarPattern.regex(pattern, escape);
    }

    /**
     * Java's regular expression for a pattern of SUBSTRING SIMILAR.
     *
     * @return the expression and the number of the group that is the result
     */
    public static Map.Entry<String, Integer> similarPartRegex(String pattern, String escape) {
        SimilarPattern.Parts parts = SimilarPattern.Parts.of(pattern, escape);
        return Map.entry("(?s)" + parts.regex(""), parts.group());
    }

    /** SIMILAR TO. */
    public static boolean similar(String text, String pattern) {
        return SimilarPattern.matches(text, pattern, null);
    }

    /** SIMILAR TO with ESCAPE. */
    public static boolean similar(String text, String pattern, String escape) {
        return SimilarPattern.matches(text, pattern, escape);
    }

    /**
     * REGEX_REPLACE: occurrence 0 replaces all matches from {@code start}, k the k-th one. The replacement is that of
     * {@link String#replaceAll}: {@code $1} is a group.
     */
    public static String regexReplace(String text, String regex, String replacement, int start, int occurrence) {
        if (start < 1 || occurrence < 0) {
            throw RowFailure.evaluation("REGEX_REPLACE: the start %d must be 1 or more, the occurrence %d 0 or more"
                    .formatted(start, occurrence));
        }
        if (start > text.length()) {
            return text;
        }
        Matcher matcher = pattern(regex).matcher(new BoundedText(text));
        matcher.useTransparentBounds(true).useAnchoringBounds(false).region(start - 1, text.length());
        StringBuilder result = new StringBuilder();
        int seen = 0;
        while (BoundedText.find(matcher)) {
            if (occurrence == 0 || ++seen == occurrence) {
                append(matcher, replacement, result);
            }
        }
        return matcher.appendTail(result).toString();
    }

    private static void append(Matcher matcher, String replacement, StringBuilder result) {
        try {
            matcher.appendReplacement(result, replacement);
        } catch (IllegalArgumentException | IndexOutOfBoundsException noSuchGroup) {
            throw RowFailure.evaluation("REGEX_REPLACE: the replacement '%s' is wrong: %s"
                    .formatted(replacement, noSuchGroup.getMessage()));
        }
    }

    /** A CHAR value without the blanks that fill it up, as comparison sees it. */
    public static String unpadded(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException invalid) {
            throw RowFailure.evaluation(
                    "'%s' is not a regular expression: %s".formatted(regex, invalid.getDescription()));
        }
    }
}
