package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.type.TypeKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

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
            "COUNT",
            "SUM",
            "MIN",
            "MAX",
            "AVG",
            "FIRST_VALUE",
            "LAST_VALUE",
            "LAG");

    private static final Set<SqlKind> OVERFLOWING = EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES);

    /** What compares its first operand with the others. */
    private static final Set<SqlKind> PAIRS = EnumSet.of(
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.IS_DISTINCT_FROM,
            SqlKind.IS_NOT_DISTINCT_FROM,
            SqlKind.BETWEEN,
            SqlKind.IN,
            SqlKind.NOT_IN);

    private static final Set<String> VARIANCES = Set.of("STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP");

    /** What Flink has not, and what to do instead. */
    private static final Map<String, String> MISSING = Map.of(
            "NTH_VALUE", "an aggregate function in Java over the same window",
            "NTH_FLAST", "an aggregate function in Java over the same window",
            "EXP_AVG", "an aggregate function in Java that weighs by the age of the row",
            "MONOTONIC", "a ProcessTableFunction that gives a row out when the value changes");

    private final Kinds kinds;
    private final Remarks remarks;
    private final TimeTranslator times;
    private final TextTranslator texts;
    private final Intervals intervals;

    FunctionTranslator(Kinds kinds, Remarks remarks) {
        this.kinds = kinds;
        this.remarks = remarks;
        this.times = new TimeTranslator(kinds);
        this.texts = new TextTranslator(remarks);
        this.intervals = new Intervals(times, kinds);
    }

    Intervals intervals() {
        return intervals;
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
                || TimeFormats.isOne(name)
                || VARIANCES.contains(name)
                || TimeTranslator.NAMES.contains(name)
                || TextTranslator.isOne(call)
                || name.equals("TO_TIMESTAMP");
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
        if (TimeFormats.isOne(name)) {
            return Optional.of(TimeFormats.translated(call, arguments, remarks));
        }
        if (TextTranslator.isOne(call)) {
            return Optional.of(texts.translated(call, arguments));
        }
        if (name.equals("TO_TIMESTAMP")) {
            remarks.add("TO_TIMESTAMP beyond the years 1 to 9999 is NULL or another time, not an error row");
            return Optional.of(FlinkText.filled("CAST(TO_TIMESTAMP_LTZ(`$0`, 3) AS TIMESTAMP(3))", arguments));
        }
        if (call.getKind() == SqlKind.CAST) {
            return Optional.of(cast(call, arguments));
        }
        if (TimeTranslator.isOne(call)) {
            return Optional.of(times.translated(call, arguments));
        }
        if (call.getKind() == SqlKind.DIVIDE || name.equals("MOD")) {
            divisions(call);
        }
        if ((OVERFLOWING.contains(call.getKind()) || name.equals("SUM"))
                && kinds.of(call).filter(TypeKind::isInteger).isPresent()) {
            remarks.add("whole numbers that overflow wrap around in Flink, where the service writes to error_stream");
        }
        boolean isSum = name.equals("SUM") || name.equals("AVG");
        if (isSum && kinds.of(call.operand(0)).equals(Optional.of(TypeKind.DECIMAL))) {
            remarks.add("SUM and AVG of a DECIMAL have more digits in Flink, where the service keeps its type");
        }
        if (VARIANCES.contains(name) && !kinds.of(call.operand(0)).equals(Optional.of(TypeKind.DOUBLE))) {
            return Optional.of(FlinkText.filled(name + "(CAST(`$0` AS DOUBLE))", arguments));
        }
        boolean isPadded = PAIRS.contains(call.getKind())
                && call.getOperandList().stream()
                        .anyMatch(operand -> kinds.of(operand).equals(Optional.of(TypeKind.CHAR)));
        return isPadded ? Optional.of(trimmed(call, arguments)) : Optional.empty();
    }

    /** The service leaves blanks at the end of a text aside when it compares, Flink does not. */
    private static SqlNode trimmed(SqlCall call, List<SqlNode> arguments) {
        SqlNode[] texts = arguments.stream()
                .map(argument -> argument instanceof SqlNodeList
                        ? argument
                        : FlinkText.filled("TRIM(TRAILING FROM `$0`)", argument))
                .toArray(SqlNode[]::new);
        return call.getOperator().createCall(call.getParserPosition(), texts);
    }

    private SqlNode cast(SqlCall call, List<SqlNode> arguments) {
        if (!(call.operand(1) instanceof SqlDataTypeSpec type)) {
            throw new Refusal(
                    call, Ease.FUNCTION, "CAST to an interval", "multiply INTERVAL '1' of the unit by a number");
        }
        Optional<TypeKind> from = kinds.of(call.operand(0));
        Optional<TypeKind> to = Kinds.kind(type);
        if (to.isEmpty()) {
            throw new Refusal(
                    call, Ease.HAND, "CAST to " + call.operand(1), "restate the expression with another type");
        }
        if (to.get().isText() && Intervals.isInterval(call.operand(0))) {
            throw new Refusal(call, Ease.FUNCTION, "the text of an interval", "write a scalar function in Java");
        }
        boolean isRead = from.isEmpty() || from.get().isText();
        if (isRead && !to.get().isText()) {
            remarks.add("CAST of a text that cannot be read ends the job in Flink; TRY_CAST gives NULL");
        }
        if (!isRead && to.get().isText() && !from.get().isInteger()) {
            remarks.add("Flink writes %s values as text in its own way".formatted(from.get()));
        }
        if (!isRead) {
            SqlCasts.shortening(remarks, from.get(), (SqlDataTypeSpec) call.operand(1), to.get());
        }
        SqlCasts.narrowing(remarks, call.operand(0), from, to.get());
        SqlCasts.seconds(remarks, to.get());
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
}
