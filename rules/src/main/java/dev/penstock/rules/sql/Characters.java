package dev.penstock.rules.sql;

/** What to say about a character that has no meaning in rule SQL. */
final class Characters {
    static final String NO_COMMENTS = "comments are not in AWS IoT SQL; the description of the rule can take them";

    private Characters() {}

    static String complaint(String source, int at) {
        char c = source.charAt(at);
        return switch (c) {
            case '!' -> "'!' is not in AWS IoT SQL: write <> for unequal and NOT for negation";
            case '|' -> "'|' is not in AWS IoT SQL: write + or concat() to join strings";
            case '&' -> "'&' is not in AWS IoT SQL: write AND";
            case '#' -> NO_COMMENTS;
            case ';' -> "a statement has no ';' at its end";
            case '\u2018', '\u2019', '\u201c', '\u201d' ->
                "this is a typographic quotation mark, as word processors make them; write ' or \"";
            case '\u2212', '\u2013', '\u2014' -> "this is a typographic dash, not a minus sign; write -";
            case '`' -> "'`' is not in AWS IoT SQL: names are written bare; use get(object, 'key') for odd ones";
            case '$' -> "'$' is not in AWS IoT SQL; ${...} belongs into the fields of actions";
            default -> "the character '%s' is not in AWS IoT SQL".formatted(Character.toString(source.codePointAt(at)));
        };
    }
}
