package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.flink.FromTranslator.From;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Sliding windows of one SELECT. Flink takes one window for all functions of a SELECT, so with several the first ones are
 * computed by queries inside of it.
 */
final class Overs {
    private static final Set<String> FUNCTIONS = Set.of(
            "COUNT",
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "FIRST_VALUE",
            "LAST_VALUE",
            "LAG",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "VAR_POP",
            "VAR_SAMP");

    private final QueryContext context;
    private final SqlSelect select;
    private final From from;
    private final ExpressionTranslator expressions;

    Overs(QueryContext context, SqlSelect select, From from, ExpressionTranslator expressions) {
        this.context = context;
        this.select = select;
        this.from = from;
        this.expressions = expressions;
    }

    /**
     * Tells the expressions what stands for each function.
     *
     * @param source FROM and WHERE
     * @return what the SELECT list can stand before
     */
    String apply(String source) {
        Map<String, List<SqlCall>> windows = new LinkedHashMap<>();
        for (SqlCall call : calls()) {
            if (isLastOfAll(call)) {
                SqlCall last = function(call);
                expressions.replace(context.expanded(call), expressions.translate(context.expanded(last.operand(0))));
            } else {
                windows.computeIfAbsent(window(call), key -> new ArrayList<>()).add(call);
            }
        }
        if (windows.isEmpty()) {
            return source;
        }
        if (from.scope().isJoin()) {
            throw new Refusal(
                    calls().get(0),
                    Ease.RESTRUCTURED,
                    "OVER in a join",
                    "insert the join into a stream of its own and slide over that one");
        }
        if (!from.isTimed()) {
            throw SelectTranslator.untimed(calls().get(0));
        }
        context.remarks()
                .add("rows of one time: Flink computes a RANGE window after the last of them and counts all, the"
                        + " service row by row in the order of arrival");
        String result = source;
        int level = 0;
        for (Map.Entry<String, List<SqlCall>> window : windows.entrySet()) {
            boolean isLast = ++level == windows.size();
            List<String> inner = new ArrayList<>(List.of("*"));
            for (SqlCall call : window.getValue()) {
                String text = expressions.text(context.expanded(function(call))) + " OVER (" + window.getKey() + ")";
                SqlNode translated = FlinkText.filled(text);
                if (!isLast) {
                    String column = "over." + level + "." + inner.size();
                    inner.add(text + " AS " + FlinkText.name(column));
                    translated = FlinkText.filled(FlinkText.name(column));
                }
                expressions.replace(context.expanded(call), translated);
            }
            if (!isLast) {
                context.remarks().restructured("several windows in one SELECT are computed one inside the other");
                result = "FROM (\n  %s\n  %s\n)"
                        .formatted(FlinkText.indented(FlinkText.clause("SELECT", inner)), FlinkText.indented(result));
            }
        }
        return result;
    }

    /** The function before OVER, without what is said of NULL. */
    private static SqlCall function(SqlCall over) {
        SqlCall function = over.operand(0);
        boolean isWrapped = function.getKind() == SqlKind.IGNORE_NULLS || function.getKind() == SqlKind.RESPECT_NULLS;
        return isWrapped ? function.operand(0) : function;
    }

    /** Every window ends with the current row, so LAST_VALUE is its value; Flink's leaves NULL out. */
    private static boolean isLastOfAll(SqlCall over) {
        return function(over).getOperator().getName().equals("LAST_VALUE")
                && ((SqlCall) over.operand(0)).getKind() != SqlKind.IGNORE_NULLS;
    }

    private List<SqlCall> calls() {
        List<SqlCall> calls = new ArrayList<>();
        SqlBasicVisitor<@Nullable Void> search = new SqlBasicVisitor<>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.getKind() == SqlKind.OVER) {
                    calls.add(call);
                    return null;
                }
                return super.visit(call);
            }
        };
        select.getSelectList().accept(search);
        return calls;
    }

    /** What stands between the parentheses of OVER. */
    private String window(SqlCall over) {
        SqlCall function = function(over);
        String name = function.getOperator().getName();
        boolean leavesNullOut = ((SqlCall) over.operand(0)).getKind() == SqlKind.IGNORE_NULLS;
        if (leavesNullOut && name.equals("LAG")) {
            throw new Refusal(
                    over, Ease.FUNCTION, "LAG IGNORE NULLS", "an aggregate function in Java that leaves NULL out");
        }
        if (!leavesNullOut && name.equals("FIRST_VALUE")) {
            context.remarks()
                    .add(
                            "FIRST_VALUE in Flink is the first value that is not NULL, as with IGNORE NULLS in the service");
        }
        if (!FUNCTIONS.contains(name)) {
            expressions.translate(function); // refuses it by name
        }
        SqlWindow window =
                over.operand(1) instanceof SqlIdentifier declared ? named(declared) : (SqlWindow) over.operand(1);
        List<String> keys = new ArrayList<>();
        for (SqlNode key : window.getPartitionList()) {
            keys.add(expressions.text(context.expanded(key)));
        }
        boolean isLag = name.equals("LAG");
        String partition = keys.isEmpty() ? "" : FlinkText.clause("PARTITION BY", keys) + " ";
        return partition + "ORDER BY " + FlinkText.name(Relation.ROWTIME) + (isLag ? lag(over, window) : frame(window));
    }

    private SqlWindow named(SqlIdentifier name) {
        return select.getWindowList().stream()
                .map(SqlWindow.class::cast)
                .filter(window -> window.getDeclName() != null
                        && window.getDeclName().getSimple().equals(name.getSimple()))
                .findFirst()
                .orElseThrow();
    }

    private static String lag(SqlCall over, SqlWindow window) {
        SqlNode lower = window.getLowerBound();
        if (lower == null || SqlWindow.isUnboundedPreceding(lower)) {
            return "";
        }
        throw new Refusal(
                over,
                Ease.FUNCTION,
                "LAG over a window with a bound",
                "Flink's LAG looks back over the whole stream: leave the bound out where that is meant, else write an"
                        + " aggregate function or a ProcessTableFunction in Java");
    }

    private static String frame(SqlWindow window) {
        SqlNode lower = window.getLowerBound();
        if (lower == null || SqlWindow.isUnboundedPreceding(lower)) {
            return " %s BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW".formatted(window.isRows() ? "ROWS" : "RANGE");
        }
        if (SqlWindow.isCurrentRow(lower)) {
            return window.isRows()
                    ? " ROWS BETWEEN 0 PRECEDING AND CURRENT ROW"
                    : " RANGE BETWEEN INTERVAL '0' SECOND PRECEDING AND CURRENT ROW";
        }
        SqlNode size = ((SqlCall) lower).operand(0);
        return size instanceof SqlIntervalLiteral interval
                ? " RANGE BETWEEN %s PRECEDING AND CURRENT ROW"
                        .formatted(FlinkText.interval(FromTranslator.millis(interval)))
                : " ROWS BETWEEN %s PRECEDING AND CURRENT ROW"
                        .formatted(ExpressionTranslator.whole(size).orElseThrow());
    }
}
