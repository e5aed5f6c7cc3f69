package dev.penstock.analytics.function;

import dev.penstock.analytics.type.RowFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Patterns of SIMILAR TO, translated to Java's: {@code ( ) [ ] [^ ] [a-e^c] | * + ? {n} {n,m} _ %}. */
final class SimilarPattern {
    private static final String JAVA_SPECIAL = "\\^$.&~#";
    private static final String SAME = "()|*+?{},";

    private final String pattern;
    private final char escape;
    private final boolean hasEscape;
    private final StringBuilder regex = new StringBuilder();
    private int at;

    private SimilarPattern(String pattern, @Nullable String escape) {
        this.pattern = pattern;
        if (escape != null && escape.length() != 1) {
            throw RowFailure.evaluation("the ESCAPE must be one character, not '%s'".formatted(escape));
        }
        this.hasEscape = escape != null;
        this.escape = escape == null ? '\0' : escape.charAt(0);
    }

    static boolean matches(String text, String pattern, @Nullable String escape) {
        String regex = new SimilarPattern(pattern, escape).translated();
        return BoundedText.matches(compiled(regex).matcher(new BoundedText(text)));
    }

    /** The middle of {@code a#"b#"c}; the outer parts are as short as possible. NULL when the text does not match. */
    static @Nullable String part(String text, String pattern, String escape) {
        Matcher matcher = compiled(Parts.of(pattern, escape).regex("?<middle>")).matcher(new BoundedText(text));
        return BoundedText.find(matcher) ? matcher.group("middle") : null;
    }

    /** Java's expression for the whole of a text. */
    static String regex(String pattern, @Nullable String escape) {
        return "(?s)^(?:" + new SimilarPattern(pattern, escape).translated() + ")$";
    }

    /** Java's expressions for a pattern of three parts, of which the middle is wanted. */
    record Parts(String before, String middle, String after) {

        static Parts of(String pattern, String escape) {
            String quote = escape + '"';
            int first = pattern.indexOf(quote);
            int second = first < 0 ? -1 : pattern.indexOf(quote, first + 2);
            if (second < 0 || pattern.indexOf(quote, second + 2) >= 0) {
                throw RowFailure.evaluation(
                        "SUBSTRING SIMILAR: the pattern '%s' must hold %s twice".formatted(pattern, quote));
            }
            return new Parts(
                    new SimilarPattern(pattern.substring(0, first), escape).translated(),
                    new SimilarPattern(pattern.substring(first + 2, second), escape).translated(),
                    new SimilarPattern(pattern.substring(second + 2), escape).translated());
        }

        /** The parts around the middle need not be the ends of the text: the reference cuts '456' out of '123456789'. */
        String regex(String name) {
            return "(?:%s)(%s%s)(?:%s)".formatted(before, name, middle, after);
        }

        /** The number of the group that is the middle. */
        int group() {
            return compiled(before).matcher("").groupCount() + 1;
        }
    }

    private static Pattern compiled(String regex) {
        return TextFunctions.pattern("(?s)" + regex);
    }

    private String translated() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (hasEscape && c == escape) {
                literal(escaped());
            } else if (c == '[') {
                characterClass();
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else if (SAME.indexOf(c) >= 0) {
                regex.append(c);
            } else {
                literal(c);
            }
        }
        return regex.toString();
    }

    private char escaped() {
        if (at == pattern.length()) {
            throw RowFailure.evaluation("the pattern '%s' ends with its escape character".formatted(pattern));
        }
        return pattern.charAt(at++);
    }

    private void literal(char c) {
        if (JAVA_SPECIAL.indexOf(c) >= 0 || SAME.indexOf(c) >= 0 || c == '[' || c == ']') {
            regex.append('\\');
        }
        regex.append(c);
    }

    /** {@code [a-e^c]}: what stands before the caret, without what stands after it. */
    private void characterClass() {
        StringBuilder included = new StringBuilder();
        StringBuilder excluded = new StringBuilder();
        boolean isExcluding = false;
        char c = classCharacter();
        while (c != ']') {
            if (c == '^') {
                isExcluding = true;
            } else {
                StringBuilder part = isExcluding ? excluded : included;
                boolean isPlain = Character.isLetterOrDigit(c) || c == '-';
                part.append(isPlain ? "" : "\\").append(c);
            }
            c = classCharacter();
        }
        if (isExcluding && included.length() > 0) {
            regex.append('[').append(included).append("&&[^").append(excluded).append("]]");
        } else {
            regex.append(isExcluding ? "[^" : "[")
                    .append(isExcluding ? excluded : included)
                    .append(']');
        }
    }

    private char classCharacter() {
        if (at == pattern.length()) {
            throw RowFailure.evaluation("the pattern '%s' lacks a closing ]".formatted(pattern));
        }
        return pattern.charAt(at++);
    }
}
