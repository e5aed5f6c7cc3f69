package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.type.TypeKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Functions and operators: which are the same in Flink, which are spelled in another way, which it has not. */
final class FunctionTranslator {
    private static final Set<SqlKind> SAME_KINDS = EnumSet.of(
            SqlKind.AND,
            SqlKind.OR,
            SqlKind.NOT,
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.IS_NULL,
            SqlKind.IS_NOT_NULL,
            SqlKind.IS_TRUE,
            SqlKind.IS_NOT_TRUE,
            SqlKind.IS_FALSE,
            SqlKind.IS_NOT_FALSE,
            SqlKind.IS_DISTINCT_FROM,
            SqlKind.IS_NOT_DISTINCT_FROM,
            SqlKind.BETWEEN,
            SqlKind.IN,
            SqlKind.NOT_IN,
            SqlKind.LIKE,
            SqlKind.SIMILAR,
            SqlKind.PLUS,
            SqlKind.MINUS,
            SqlKind.TIMES,
            SqlKind.DIVIDE,
            SqlKind.MINUS_PREFIX,
            SqlKind.PLUS_PREFIX,
            SqlKind.CASE,
            SqlKind.CAST,
            SqlKind.ROW,
            SqlKind.TRIM,
            SqlKind.POSITION,
            SqlKind.EXTRACT,
            SqlKind.FLOOR,
            SqlKind.CEIL,
            SqlKind.MOD);
    private static final Set<String> SAME_NAMES = Set.of(
            "||",
            "OVERLAY",
            "UPPER",
            "LOWER",
            "INITCAP",
            "CHAR_LENGTH",
            "CHARACTER_LENGTH",
            "ABS",
            "EXP",
            "LN",
            "LOG10",
            "POWER",
            "MOD",
            "CEILING",
            "COALESCE",
            "NULLIF",
            "SUBSTRING",
            QueryText.SUBSTRING_COMMA,
            "COUNT",
            "SUM",
            "MIN",
            "MAX",
            "AVG",
            "FIRST_VALUE",
            "LAST_VALUE",
            "LAG");

    /** Spelled in another way; arguments by their number. */
    private static final Map<String, String> PATTERNS = Map.of(
            "TO_TIMESTAMP", "CAST(TO_TIMESTAMP_LTZ(`$0`, 3) AS TIMESTAMP(3))",
            "CHAR_TO_TIMESTAMP", "TO_TIMESTAMP(`$1`, `$0`)",
            "CHAR_TO_DATE", "CAST(TO_TIMESTAMP(`$1`, `$0`) AS DATE)",
            "TIMESTAMP_TO_CHAR", "DATE_FORMAT(`$1`, `$0`)",
            "DATE_TO_CHAR", "DATE_FORMAT(CAST(`$1` AS TIMESTAMP(3)), `$0`)");

    /** A format whose texts all have its length. */
    private static final Pattern FIXED_LENGTH = Pattern.compile("(yyyy|MM|dd|HH|mm|ss|SSS|[^A-Za-z'])+");

    private static final Set<SqlKind> OVERFLOWING = EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES);

    private static final Set<String> VARIANCES = Set.of("STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP");

    /** What Flink has not, and what to do instead. */
    private static final Map<String, String> MISSING = Map.of(
            "S_SIMILAR", "REGEXP_EXTRACT(s, re, 1) with the pattern written as a regular expression",
            "NTH_VALUE", "an aggregate function in Java over the same window",
            "NTH_FLAST", "an aggregate function in Java over the same window",
            "EXP_AVG", "an aggregate function in Java that weighs by the age of the row",
            "MONOTONIC", "a ProcessTableFunction that gives a row out when the value changes");

    private final Kinds kinds;
    private final Remarks remarks;
    private final TimeTranslator times;

    FunctionTranslator(Kinds kinds, Remarks remarks) {
        this.kinds = kinds;
        this.remarks = remarks;
        this.times = new TimeTranslator(kinds);
    }

    /** @throws Refusal when Flink cannot say it */
    void check(SqlCall call) {
        String name = call.getOperator().getName();
        String byHand = MISSING.get(name);
        if (byHand != null) {
            throw new Refusal(call, Ease.FUNCTION, shown(name), byHand);
        }
        if (call.getKind() == SqlKind.IGNORE_NULLS) {
            throw new Refusal(
                    call, Ease.FUNCTION, "IGNORE NULLS", "an aggregate function in Java that leaves NULL out");
        }
        if (call.getKind() == SqlKind.MINUS && call.operandCount() == 3) {
            throw new Refusal(
                    call,
                    Ease.FUNCTION,
                    "the difference of two times as an interval",
                    "TIMESTAMPDIFF(SECOND, b, a) gives whole seconds; for milliseconds a scalar function in Java");
        }
        boolean isKnown = SAME_KINDS.contains(call.getKind())
                || SAME_NAMES.contains(name)
                || PATTERNS.containsKey(name)
                || VARIANCES.contains(name)
                || TimeTranslator.NAMES.contains(name)
                || name.equals("REGEX_REPLACE");
        if (!isKnown) {
            throw new Refusal(
                    call,
                    Ease.HAND,
                    shown(name),
                    "no equal in Flink SQL is known; write a scalar function in Java or restate the expression");
        }
    }

    private static String shown(String name) {
        return switch (name) {
            case QueryText.ANY -> "ANY";
            case "S_SIMILAR" -> "SUBSTRING(... SIMILAR ... ESCAPE ...)";
            case "NTH_FLAST" -> "NTH_VALUE(...) FROM LAST";
            case "MONOTONIC" -> "MONOTONIC";
            default -> name;
        };
    }

    /**
     * The same in Flink's words, empty when only the arguments differ.
     *
     * @param call as the user wrote it
     * @param arguments translated
     */
    Optional<SqlNode> translated(SqlCall call, List<SqlNode> arguments) {
        String name = call.getOperator().getName();
        String pattern = PATTERNS.get(name);
        if (pattern != null) {
            formats(name);
            if (name.startsWith("CHAR_TO_")) {
                return Optional.of(FlinkText.filled(pattern, List.of(arguments.get(0), beginning(call, arguments))));
            }
            return Optional.of(FlinkText.filled(pattern, arguments));
        }
        if (call.getKind() == SqlKind.CAST) {
            return Optional.of(cast(call, arguments));
        }
        if (TimeTranslator.isOne(call)) {
            return Optional.of(times.translated(call, arguments));
        }
        if (call.getKind() == SqlKind.DIVIDE) {
            divisions(call);
        }
        if (OVERFLOWING.contains(call.getKind())
                && kinds.of(call).filter(TypeKind::isInteger).isPresent()) {
            remarks.add("whole numbers that overflow wrap around in Flink, where the service writes to error_stream");
        }
        if (VARIANCES.contains(name) && !kinds.of(call.operand(0)).equals(Optional.of(TypeKind.DOUBLE))) {
            return Optional.of(FlinkText.filled(name + "(CAST(`$0` AS DOUBLE))", arguments));
        }
        if (name.equals("REGEX_REPLACE")) {
            return Optional.of(regexReplace(call, arguments));
        }
        if (name.equals("OVERLAY")) {
            return Optional.of(overlay(arguments));
        }
        boolean isSubstring = name.equals("SUBSTRING") || name.equals(QueryText.SUBSTRING_COMMA);
        return isSubstring ? Optional.of(substring(call, arguments)) : Optional.empty();
    }

    /** The service reads the beginning of a text that is longer than the format, Flink would leave the format aside. */
    private static SqlNode beginning(SqlCall call, List<SqlNode> arguments) {
        if (call.operand(0) instanceof SqlCharStringLiteral literal) {
            String format = Objects.requireNonNull(literal.getValueAs(String.class));
            if (FIXED_LENGTH.matcher(format).matches()) {
                return FlinkText.filled("SUBSTRING(`$0` FROM 1 FOR " + format.length() + ")", arguments.get(1));
            }
        }
        return arguments.get(1);
    }

    private void formats(String name) {
        if (!name.equals("TO_TIMESTAMP")) {
            remarks.add(name
                    + ": Flink reads format letters as Java's DateTimeFormatter and is stricter; a text that does not"
                    + " fit gives NULL, not an error row");
        }
    }

    private SqlNode cast(SqlCall call, List<SqlNode> arguments) {
        Optional<TypeKind> from = kinds.of(call.operand(0));
        Optional<TypeKind> to = Kinds.kind((SqlDataTypeSpec) call.operand(1));
        if (to.isEmpty()) {
            throw new Refusal(
                    call, Ease.HAND, "CAST to " + call.operand(1), "restate the expression with another type");
        }
        boolean isRead = from.isEmpty() || from.get().isText();
        if (isRead && !to.get().isText()) {
            remarks.add("CAST of a text that cannot be read ends the job in Flink; TRY_CAST gives NULL");
        }
        if (!isRead && to.get().isText() && !from.get().isInteger()) {
            remarks.add("Flink writes %s values as text in its own way".formatted(from.get()));
        }
        SqlCasts.narrowing(remarks, call.operand(0), from, to.get());
        return SqlCasts.cast(arguments.get(0), from, arguments.get(1), to.get());
    }

    private void divisions(SqlCall call) {
        boolean isSafe = ExpressionTranslator.whole(call.operand(1))
                .filter(value -> value != 0)
                .isPresent();
        if (!isSafe) {
            remarks.add(
                    "division by zero ends the job for whole and decimal numbers and gives Infinity for DOUBLE, where"
                            + " the service writes to error_stream; guard it with CASE WHEN or NULLIF");
        }
    }

    private static SqlNode regexReplace(SqlCall call, List<SqlNode> arguments) {
        boolean isWhole = ExpressionTranslator.whole(call.operand(3)).equals(Optional.of(1L))
                && ExpressionTranslator.whole(call.operand(4)).equals(Optional.of(0L));
        if (!isWhole) {
            throw new Refusal(
                    call,
                    Ease.FUNCTION,
                    "REGEX_REPLACE from another place than 1 or of one occurrence",
                    "REGEXP_REPLACE always begins at 1 and replaces all; write a scalar function in Java");
        }
        return FlinkText.filled("REGEXP_REPLACE(`$0`, `$1`, `$2`)", arguments);
    }

    /** Past the end of a text the service adds what Flink leaves out. */
    private static SqlNode overlay(List<SqlNode> arguments) {
        String length = arguments.size() > 3 ? " FOR `$3`" : "";
        return FlinkText.filled(
                "CASE WHEN CHAR_LENGTH(`$0`) < `$2` THEN `$0` || `$1`"
                        + " ELSE OVERLAY(`$0` PLACING `$1` FROM `$2`%s) END".formatted(length),
                arguments);
    }

    /** Flink counts negative places from the end; the service lets them cut the length, and with commas gives NULL past the end. */
    private SqlNode substring(SqlCall call, List<SqlNode> arguments) {
        if (call.operandCount() == 2 && call.operand(1) instanceof SqlCharStringLiteral) {
            return FlinkText.filled("REGEXP_EXTRACT(`$0`, `$1`, 0)", arguments);
        }
        SqlNode part = part(call, arguments);
        boolean isComma = call.getOperator().getName().equals(QueryText.SUBSTRING_COMMA);
        return isComma
                ? FlinkText.filled(
                        "CASE WHEN CHAR_LENGTH(`$0`) >= `$1` THEN `$2` END", arguments.get(0), arguments.get(1), part)
                : part;
    }

    private SqlNode part(SqlCall call, List<SqlNode> arguments) {
        Optional<Long> from = ExpressionTranslator.whole(call.operand(1));
        boolean hasLength = call.operandCount() == 3;
        if (from.isPresent() && from.get() >= 1) {
            return FlinkText.filled(
                    hasLength ? "SUBSTRING(`$0` FROM `$1` FOR `$2`)" : "SUBSTRING(`$0` FROM `$1`)", arguments);
        }
        remarks.restructured(
                "SUBSTRING from a place below 1 counts from the end in Flink, so the place is kept at 1 or above");
        return FlinkText.filled(
                hasLength
                        ? "SUBSTRING(`$0` FROM GREATEST(`$1`, 1) FOR GREATEST(`$2` + LEAST(`$1` - 1, 0), 0))"
                        : "SUBSTRING(`$0` FROM GREATEST(`$1`, 1))",
                arguments);
    }
}
