package dev.penstock.rules.sql;

import dev.penstock.platform.aws.AwsException;

/**
 * Makes the error for SQL that cannot be used: {@code SqlParseException} (HTTP 400) whose text has the position, the
 * line of SQL and a caret under the place. Columns count code points from 1.
 */
final class SqlError {
    private static final int SHOWN_BEFORE = 70;
    private static final int SHOWN_AFTER = 40;

    private SqlError() {}

    static AwsException at(String sql, int offset, String message) {
        int lineStart = sql.lastIndexOf('\n', offset - 1) + 1;
        int lineEnd = sql.indexOf('\n', offset);
        String line = sql.substring(lineStart, lineEnd < 0 ? sql.length() : lineEnd);
        long lineNumber =
                sql.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        int column = sql.codePointCount(lineStart, offset) + 1;
        return new AwsException(
                "SqlParseException",
                400,
                "line %d, column %d: %s%n%s"
                        .formatted(lineNumber, column, message, picture(line, offset - lineStart))
                        .replace("\r\n", "\n"));
    }

    /** The line, cut to what is around the place, and the caret below it; tabs are kept so that both line up. */
    private static String picture(String line, int at) {
        int from = at > SHOWN_BEFORE ? at - SHOWN_BEFORE : 0;
        int to = Math.min(line.length(), at + SHOWN_AFTER);
        String shown = (from > 0 ? "..." : "") + line.substring(from, to) + (to < line.length() ? "..." : "");
        StringBuilder caret = new StringBuilder(from > 0 ? "   " : "");
        line.substring(from, at).codePoints().forEach(c -> caret.append(c == '\t' ? '\t' : ' '));
        return "  " + shown.stripTrailing() + "\n  " + caret + "^";
    }
}
