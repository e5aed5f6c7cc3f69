package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.flink.Relation.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;

/** Translates one query: a SELECT, several put together, or one with an order. */
final class QueryTranslator {
    private final QueryContext context;

    QueryTranslator(QueryContext context) {
        this.context = context;
    }

    /** @throws Refusal when Flink SQL cannot say it */
    Query translate(SqlNode query, Target target) {
        return switch (query.getKind()) {
            case SELECT -> new SelectTranslator(context, (SqlSelect) query, target).translate(List.of());
            case ORDER_BY -> ordered((SqlOrderBy) query, target);
            case UNION -> union((SqlCall) query, target);
            case INTERSECT, EXCEPT ->
                throw new Refusal(
                        query,
                        Ease.RESTRUCTURED,
                        query.getKind().sql,
                        "UNION ALL into a view with a column that says which side a row is of, then GROUP BY window_start,"
                                + " window_end and the columns over TUMBLE with HAVING on how often each side has the row");
            default ->
                throw new Refusal(
                        query, Ease.HAND, query.getKind().sql, "state the query with SELECT, UNION ALL and joins");
        };
    }

    private Query union(SqlCall union, Target target) {
        if (!union.getOperator().getName().equals("UNION ALL")) {
            throw new Refusal(
                    union,
                    Ease.RESTRUCTURED,
                    "UNION without ALL",
                    "UNION ALL into a view, then SELECT the columns GROUP BY window_start, window_end and the columns over"
                            + " TUMBLE, which gives each row once in a window");
        }
        List<Query> branches = new ArrayList<>();
        for (SqlNode branch : union.getOperandList()) {
            branches.add(translate(branch, target));
        }
        context.remarks().add("UNION ALL keeps no order of time between its branches");
        return together(branches, union);
    }

    static Query together(List<Query> branches, SqlNode at) {
        Query first = branches.get(0);
        if (branches.stream().anyMatch(branch -> branch.behind != first.behind)) {
            throw new Refusal(
                    at,
                    Ease.HAND,
                    "one stream of both plain rows and results of windows",
                    "give each kind a stream of its own: Flink gives results of a window the last millisecond of it as"
                            + " time, not its end");
        }
        return new Query(
                branches.stream().map(Query::sql).collect(Collectors.joining("\nUNION ALL\n")),
                first.columns,
                first.behind,
                branches.stream().allMatch(Query::isTimed));
    }

    private Query ordered(SqlOrderBy query, Target target) {
        SqlNode first = query.orderList.isEmpty() ? query : query.orderList.get(0);
        boolean isByTime = query.query instanceof SqlSelect select
                && select.getGroup() == null
                && first instanceof SqlIdentifier identifier
                && identifier.names.get(identifier.names.size() - 1).equals(Relation.ROWTIME);
        if (!isByTime) {
            throw new Refusal(
                    first,
                    Ease.RESTRUCTURED,
                    "ORDER BY of anything but ROWTIME first",
                    "Flink sorts an endless stream by its time attribute first, as ORDER BY ROWTIME, x; inside of a"
                            + " window ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY x) gives the rank"
                            + " as a column");
        }
        return new SelectTranslator(context, (SqlSelect) query.query, target).translate(query.orderList.getList());
    }

    /** Makes a view of a query in FROM. */
    Relation derived(SqlNode query, String alias) {
        Query translated = translate(query, Target.derived());
        String name = context.view(translated.sql);
        return new Relation(
                alias.isEmpty() ? name : alias, name, translated.columns, translated.behind, translated.isTimed);
    }

    /** Makes a view of {@code TABLE(function(CURSOR(query), ...))}. */
    Relation table(SqlCall table, String alias) {
        return new TableFunctionTranslator(context, this).translate(table.operand(0), alias);
    }

    static boolean isQuery(SqlNode from) {
        return from.getKind().belongsTo(SqlKind.QUERY) || from.getKind() == SqlKind.ORDER_BY;
    }

    /**
     * A query in Flink's words.
     *
     * @param columns as those who read it see them
     * @param behind see {@link Relation}
     * @param isTimed see {@link Relation}
     */
    record Query(String sql, List<Column> columns, long behind, boolean isTimed) {
        Query {
            columns = List.copyOf(columns);
        }
    }
}
