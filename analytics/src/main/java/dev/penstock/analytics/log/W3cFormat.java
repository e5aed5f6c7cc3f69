package dev.penstock.analytics.log;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The formats of W3C_LOG_PARSE: a name, or specifiers as the Apache web server has them; one text column for each. AWS says
 * that a column has the type of its specifier, and contradicts itself about the one it names ({@code %b} is numeric, and
 * is a dash for no bytes); its own example inserts all columns of COMMON into VARCHAR, as only texts can be.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, W3C_LOG_PARSE.
 */
final class W3cFormat {
    private static final String COMMON = "%h %l %u %t \"%r\" %>s %b";
    private static final Map<String, String> NAMED = Map.of(
            "COMMON",
            COMMON,
            "COMMON WITH VHOST",
            "%v " + COMMON,
            "NCSA EXTENDED",
            COMMON + " \"%{Referer}i\" \"%{User-agent}i\"",
            "REFERER",
            "%{Referer}i -> %U",
            "AGENT",
            "%{User-agent}i",
            "IIS",
            "%h, %u, %{d}t, %{t}t, %{n}n, %v, %A, %T, %I, %O, %>s, %{w}n, %m, %U, %q,");
    private static final Pattern SPECIFIER = Pattern.compile("%[!<>0-9,]*(?:\\{[^}]*\\})?(?<kind>[A-Za-z%])");
    private static final String QUOTED = "([^\"\\\\]*(?:\\\\.[^\"\\\\]*)*)";
    private static final String TIME = "\\[([^\\]]+)\\]";
    private static final String REST = "(.*)";
    private static final String WORD = "([^ ]+)";
    private static final String PART = "([^,]*)";

    private W3cFormat() {}

    static LogParser parser(String name) {
        boolean isIis = "IIS".equalsIgnoreCase(name.strip());
        String format = NAMED.getOrDefault(name.strip().toUpperCase(Locale.ROOT), name);
        StringBuilder regex = new StringBuilder();
        Matcher specifier = SPECIFIER.matcher(format);
        int end = 0;
        int count = 0;
        while (specifier.find()) {
            literal(regex, format.substring(end, specifier.start()), isIis);
            end = specifier.end();
            if (specifier.group("kind").equals("%")) {
                regex.append('%');
                continue;
            }
            count++;
            boolean isQuoted = specifier.start() > 0 && format.charAt(specifier.start() - 1) == '"';
            boolean isLast = end == format.length();
            regex.append(group(specifier.group(), isQuoted, isLast, isIis));
        }
        literal(regex, format.substring(end), isIis);
        if (count == 0) {
            throw new IllegalArgumentException(
                    "'%s' is no log format: expected COMMON, COMMON WITH VHOST, NCSA EXTENDED, REFERER, AGENT, IIS or"
                                    .formatted(name)
                            + " specifiers such as %h %l %u %t \"%r\" %>s %b");
        }
        return RegexLog.of(regex.toString());
    }

    private static void literal(StringBuilder regex, String literal, boolean isIis) {
        if (!literal.isEmpty()) {
            // The last comma of a line of IIS is sometimes left out.
            regex.append(isIis ? literal.replace(", ", ", *").replaceAll(",$", ",?") : Pattern.quote(literal));
        }
    }

    private static String group(String specifier, boolean isQuoted, boolean isLast, boolean isIis) {
        if (isIis) {
            return PART;
        }
        if (isQuoted) {
            return QUOTED;
        }
        if (specifier.endsWith("t")) {
            return TIME;
        }
        return isLast && specifier.endsWith("i") ? REST : WORD;
    }
}
