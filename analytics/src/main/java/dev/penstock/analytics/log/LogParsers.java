package dev.penstock.analytics.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes the parsers behind the log parsing functions. */
public final class LogParsers {
    /** Names of the functions. */
    public static final Set<String> NAMES = Set.of(
            "REGEX_LOG_PARSE",
            "FAST_REGEX_LOG_PARSE",
            "VARIABLE_COLUMN_LOG_PARSE",
            "FIXED_COLUMN_LOG_PARSE",
            "SYS_LOG_PARSE",
            "W3C_LOG_PARSE");

    private LogParsers() {}

    /**
     * The parser of one call.
     *
     * @param arguments the literals after the text, {@code String} or {@code Integer}
     * @throws IllegalArgumentException says what is wrong with the arguments
     */
    public static LogParser create(String function, List<Object> arguments) {
        return switch (function) {
            case "REGEX_LOG_PARSE" -> RegexLog.of(text(function, arguments, 0, 1, "a regular expression"));
            case "FAST_REGEX_LOG_PARSE" -> FastRegex.parser(text(function, arguments, 0, 1, "a regular expression"));
            case "VARIABLE_COLUMN_LOG_PARSE" -> variable(function, arguments);
            case "FIXED_COLUMN_LOG_PARSE" ->
                FixedColumns.of(text(function, arguments, 0, 1, "'name TYPE type START n [FOR n], ...'"));
            case "SYS_LOG_PARSE" -> {
                if (!arguments.isEmpty()) {
                    throw new IllegalArgumentException("SYS_LOG_PARSE takes one argument");
                }
                yield new SysLog();
            }
            case "W3C_LOG_PARSE" -> W3cFormat.parser(text(function, arguments, 0, 1, "a log format"));
            default ->
                throw new IllegalArgumentException(
                        "%s is no log parsing function; there are %s".formatted(function, new TreeSet<>(NAMES)));
        };
    }

    private static LogParser variable(String function, List<Object> arguments) {
        if (arguments.size() < 2 || arguments.size() > 4) {
            throw new IllegalArgumentException(
                    "VARIABLE_COLUMN_LOG_PARSE takes a text, columns, a delimiter and, if wanted, an escape and a quote");
        }
        String delimiter = text(function, arguments, 1, arguments.size(), "a delimiter");
        String escape = arguments.size() > 2 ? text(function, arguments, 2, arguments.size(), "an escape") : "";
        String quote = arguments.size() > 3 ? text(function, arguments, 3, arguments.size(), "a quote") : "";
        if (delimiter.isEmpty() || escape.length() > 1 || quote.length() > 2) {
            throw new IllegalArgumentException(
                    "VARIABLE_COLUMN_LOG_PARSE: the delimiter needs one character or more, the escape has at most one and"
                            + " the quote at most two");
        }
        return new VariableColumns(columns(arguments.get(0)), delimiter, escape, quote);
    }

    private static List<LogField> columns(Object columns) {
        if (columns instanceof String list) {
            return LogField.list(list);
        }
        int count = (Integer) columns;
        if (count < 1 || count > 1_000) {
            throw new IllegalArgumentException("the number of columns must be 1 to 1000, not " + count);
        }
        List<LogField> fields = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            fields.add(LogField.text("COLUMN" + i));
        }
        return fields;
    }

    private static String text(String function, List<Object> arguments, int index, int count, String what) {
        if (arguments.size() == count && arguments.get(index) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("%s takes a text and %s".formatted(function, what));
    }
}
