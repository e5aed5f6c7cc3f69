package dev.penstock.analytics.log;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The regular expressions of FAST_REGEX_LOG_PARSE, as Java's: every repetition takes as little as it can, and there are
 * symbols of their own: {@code @} any text, {@code "..."} a literal, {@code <Alpha>} and the like a class of characters.
 *
 * <p>DIFFERS: the service does not go back over what a piece has matched; here a text matches whenever there is a way.
 */
final class FastRegex {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("ALPHA", "\\p{Alpha}"),
            Map.entry("DIGIT", "\\p{Digit}"),
            Map.entry("ALNUM", "\\p{Alnum}"),
            Map.entry("UPPER", "\\p{Upper}"),
            Map.entry("LOWER", "\\p{Lower}"),
            Map.entry("SPACE", "\\s"),
            Map.entry("BLANK", "\\p{Blank}"),
            Map.entry("PUNCT", "\\p{Punct}"),
            Map.entry("XDIGIT", "\\p{XDigit}"),
            Map.entry("CNTRL", "\\p{Cntrl}"),
            Map.entry("GRAPH", "\\p{Graph}"),
            Map.entry("PRINT", "\\p{Print}"));

    private final String text;
    private final StringBuilder java = new StringBuilder();
    private int at;

    private FastRegex(String text) {
        this.text = text;
    }

    static LogParser parser(String regex) {
        return RegexLog.of(new FastRegex(regex).translated());
    }

    private String translated() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '\\' -> java.append(c).append(at < text.length() ? text.charAt(at++) : '\\');
                case '[' -> characterClass();
                case '"' -> java.append(Pattern.quote(upTo('"')));
                case '<' -> java.append(named(upTo('>')));
                case '@' -> java.append(".*?");
                case '#' -> java.append("(?!)");
                case '*', '+', '?' -> java.append(c).append('?');
                case '{' -> java.append('{').append(upTo('}')).append("}?");
                case '&', '~' ->
                    throw new IllegalArgumentException(
                            "'%s' in the regular expression of FAST_REGEX_LOG_PARSE is not supported".formatted(c));
                case '^', '$' -> java.append('\\').append(c);
                default -> java.append(c);
            }
        }
        return java.toString();
    }

    private void characterClass() {
        java.append('[');
        while (at < text.length() && text.charAt(at) != ']') {
            char c = text.charAt(at++);
            java.append(c);
            if (c == '\\' && at < text.length()) {
                java.append(text.charAt(at++));
            }
        }
    }

    private String upTo(char end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            throw new IllegalArgumentException(
                    "the closing %s is missing in the regular expression %s".formatted(end, text));
        }
        String part = text.substring(at, found);
        at = found + 1;
        return part;
    }

    private static String named(String name) {
        String found = CLASSES.get(name.toUpperCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalArgumentException(
                    "<%s> in the regular expression of FAST_REGEX_LOG_PARSE is not supported; supported are %s"
                            .formatted(name, new TreeSet<>(CLASSES.keySet())));
        }
        return found;
    }
}
