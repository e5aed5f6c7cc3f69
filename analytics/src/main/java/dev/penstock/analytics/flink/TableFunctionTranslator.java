package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;

/** The table functions that are an aggregate and a rank in Flink; the others need Java. */
final class TableFunctionTranslator {
    private static final Map<String, String> MISSING = Map.of(
            "RANDOM_CUT_FOREST", "a ProcessTableFunction around the public random-cut-forest library",
            "RANDOM_CUT_FOREST_WITH_EXPLANATION", "a ProcessTableFunction around the public random-cut-forest library",
            "HOTSPOTS", "a ProcessTableFunction that keeps the window and finds the dense places",
            "GROUP_RANK", "ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY ...) for its result");

    private final QueryContext context;
    private final QueryTranslator queries;

    TableFunctionTranslator(QueryContext context, QueryTranslator queries) {
        this.context = context;
        this.queries = queries;
    }

    Relation translate(SqlCall call, String alias) {
        String name = call.getOperator().getName();
        boolean isTop = name.equals("TOP_K_ITEMS_TUMBLING");
        if (!isTop && !name.equals("COUNT_DISTINCT_ITEMS_TUMBLING")) {
            throw new Refusal(call, Ease.FUNCTION, name, MISSING.getOrDefault(name, "a ProcessTableFunction in Java"));
        }
        Relation rows = queries.derived(((SqlCall) call.operand(0)).operand(0), "");
        if (!rows.isTimed()) {
            throw SelectTranslator.untimed(call);
        }
        String column = FlinkText.name(
                Objects.requireNonNull(((SqlCharStringLiteral) call.operand(1)).getValueAs(String.class)));
        long seconds = ExpressionTranslator.whole(call.operand(isTop ? 3 : 2)).orElseThrow();
        String from = new Tumble(call, seconds * 1_000, rows.behind()).from(FlinkText.name(rows.table()));
        context.remarks().add(name + " is exact in Flink, also where the service estimates");
        String select = isTop
                ? top(column, from, ExpressionTranslator.whole(call.operand(2)).orElseThrow())
                : count(column, from);
        List<Column> columns = isTop
                ? List.of(
                        Column.plain("ITEM", Optional.of(TypeKind.VARCHAR)),
                        Column.plain("ITEM_COUNT", Optional.of(TypeKind.DOUBLE)))
                : List.of(Column.plain("NUMBER_OF_DISTINCT_ITEMS", Optional.of(TypeKind.BIGINT)));
        String view = context.view(select);
        return new Relation(alias.isEmpty() ? view : alias, view, columns, context.behindWindow(rows.behind()), true);
    }

    private static String top(String column, String from, long most) {
        return """
            SELECT `window_time` AS `ROWTIME`, `ITEM`, `ITEM_COUNT`
            FROM (
              SELECT *,
                ROW_NUMBER() OVER (PARTITION BY `window_start`, `window_end` ORDER BY `ITEM_COUNT` DESC) AS `rank`
              FROM (
                SELECT
                  `window_start`, `window_end`, `window_time`,
                  CAST(%1$s AS VARCHAR(1024)) AS `ITEM`,
                  CAST(COUNT(*) AS DOUBLE) AS `ITEM_COUNT`
                FROM %2$s
                WHERE %1$s IS NOT NULL
                GROUP BY %1$s, `window_start`, `window_end`, `window_time`
              )
            )
            WHERE `rank` <= %3$d\
            """.formatted(column, from, most);
    }

    private static String count(String column, String from) {
        return """
            SELECT `window_time` AS `ROWTIME`, COUNT(DISTINCT %s) AS `NUMBER_OF_DISTINCT_ITEMS`
            FROM %s
            GROUP BY `window_start`, `window_end`, `window_time`\
            """.formatted(column, from);
    }
}
