package dev.penstock.analytics.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Writes the text of Flink SQL: every name stands in backticks, for Flink reserves other words. */
final class FlinkText {
    private static final SqlDialect DIALECT = new AnsiSqlDialect(SqlDialect.EMPTY_CONTEXT
            .withIdentifierQuoteString("`")
            .withDatabaseProduct(SqlDialect.DatabaseProduct.UNKNOWN));
    private static final int LONG_LINE = 88;
    /** More digits than three Flink does not take. */
    private static final int MOST = 1_000;

    private static final int MAX_NAME = 1_000;

    private FlinkText() {}

    static String name(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String of(SqlNode expression) {
        return Objects.requireNonNull(expression.accept(new Unquoted()))
                .toSqlString(config -> config.withDialect(DIALECT)
                        .withQuoteAllIdentifiers(true)
                        .withAlwaysUseParentheses(false)
                        .withSelectListItemsOnSeparateLines(false)
                        .withCaseClausesOnNewLines(false)
                        .withClauseStartsLine(false)
                        .withWindowDeclListNewline(false)
                        .withLineLength(0)
                        .withIndentation(0))
                .getSql();
    }

    /**
     * An expression of a pattern in Flink's words, in which {@code `$0`}, {@code `$1`} stand for arguments. Other names
     * stay as they are.
     */
    static SqlNode filled(String pattern, List<SqlNode> arguments) {
        try {
            SqlNode parsed = SqlParser.create(
                            pattern,
                            SqlParser.config().withQuoting(Quoting.BACK_TICK).withIdentifierMaxLength(MAX_NAME))
                    .parseExpression();
            return Objects.requireNonNull(parsed.accept(new SqlShuttle() {
                @Override
                public SqlNode visit(SqlIdentifier identifier) {
                    String name = identifier.names.get(0);
                    boolean isArgument = identifier.isSimple() && name.matches("\\$\\d");
                    return isArgument ? arguments.get(Integer.parseInt(name.substring(1))) : identifier;
                }
            }));
        } catch (SqlParseException wrong) {
            throw new IllegalStateException(pattern, wrong);
        }
    }

    static SqlNode filled(String pattern, SqlNode... arguments) {
        return filled(pattern, List.of(arguments));
    }

    /** A length as an interval literal of its largest whole unit. */
    static String interval(long millis) {
        long days = millis / 86_400_000;
        if (millis % 86_400_000 == 0) {
            return interval(days, "DAY");
        }
        if (millis % 3_600_000 == 0 && millis / 3_600_000 < MOST) {
            return interval(millis / 3_600_000, "HOUR");
        }
        if (millis % 60_000 == 0 && millis / 60_000 < MOST) {
            return interval(millis / 60_000, "MINUTE");
        }
        if (millis < 60_000) {
            String fraction = millis % 1_000 == 0 ? "" : ".%03d".formatted(millis % 1_000);
            return "INTERVAL '%d%s' SECOND%s".formatted(millis / 1_000, fraction, fraction.isEmpty() ? "" : "(2, 3)");
        }
        return days(millis);
    }

    /** A length as days, hours, minutes and seconds. */
    static String days(long millis) {
        long days = millis / 86_400_000;
        int digits = Long.toString(days).length();
        return "INTERVAL '%d %02d:%02d:%02d.%03d' DAY%s TO SECOND(3)"
                .formatted(
                        days,
                        millis / 3_600_000 % 24,
                        millis / 60_000 % 60,
                        millis / 1_000 % 60,
                        millis % 1_000,
                        digits > 2 ? "(" + digits + ")" : "");
    }

    private static String interval(long count, String unit) {
        String text = Long.toString(count);
        return "INTERVAL '%s' %s%s".formatted(text, unit, text.length() > 2 ? "(" + text.length() + ")" : "");
    }

    /** Items after a keyword, in one line when they fit. */
    static String clause(String keyword, List<String> items) {
        String line = keyword + " " + String.join(", ", items);
        return line.length() <= LONG_LINE && !line.contains("\n")
                ? line
                : keyword + items.stream().map(item -> "\n  " + indented(item)).collect(Collectors.joining(","));
    }

    /** A text of several lines, two blanks deeper but for the first. */
    static String indented(String text) {
        return String.join("\n  ", text.split("\n", -1));
    }

    /** A comment of whole words in lines of bounded length. */
    static List<String> comment(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("--");
        for (String word : text.split("\\s+")) {
            if (line.length() + word.length() > LONG_LINE && line.length() > 2) {
                lines.add(line.toString());
                line = new StringBuilder("--  ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Names of functions that only Flink knows, without backticks. */
    private static final class Unquoted extends SqlShuttle {
        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            SqlNode visited = super.visit(call);
            if (!(visited instanceof SqlCall other && other.getOperator() instanceof SqlUnresolvedFunction)) {
                return visited;
            }
            SqlFunction function = new SqlFunction(
                    other.getOperator().getName(),
                    SqlKind.OTHER_FUNCTION,
                    null,
                    null,
                    null,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION);
            return function.createCall(other.getParserPosition(), other.getOperandList());
        }
    }
}
