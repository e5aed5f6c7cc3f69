package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.flink.FromTranslator.From;
import dev.penstock.analytics.flink.QueryTranslator.Query;
import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.log.LogParsers;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** Translates one SELECT: plain, over a join, with sliding windows, or grouped by a tumbling window. */
final class SelectTranslator {
    private static final Set<String> AGGREGATES = Set.of(
            "AVG",
            "COUNT",
            "EVERY",
            "FIRST_VALUE",
            "LAST_VALUE",
            "MAX",
            "MIN",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "SUM",
            "VAR_POP",
            "VAR_SAMP",
            QueryText.ANY);

    private final QueryContext context;
    private final SqlSelect select;
    private final Target target;
    private final From from;
    private final ExpressionTranslator expressions;
    private final Set<String> names = new HashSet<>(Set.of(Relation.ROWTIME));

    SelectTranslator(QueryContext context, SqlSelect select, Target target) {
        this.context = context;
        this.select = select;
        this.target = target;
        from = new FromTranslator(context, select).translate(Objects.requireNonNull(select.getFrom()));
        expressions = new ExpressionTranslator(from.scope(), context.remarks());
    }

    /** @param order ORDER BY, ROWTIME first */
    Query translate(List<SqlNode> order) {
        return select.getGroup() == null && !select.isDistinct() ? rows(order) : groups(keys());
    }

    private Query rows(List<SqlNode> order) {
        String where = select.getWhere() == null ? "" : "\nWHERE " + text(select.getWhere());
        Overs overs = new Overs(context, select, from, expressions);
        String source = overs.apply("FROM " + from.text() + where);
        List<Item> items = items(Optional.empty());
        long behind = from.scope().first().behind();
        StringBuilder sql =
                new StringBuilder(list(items, from.rowTime())).append('\n').append(source);
        if (!order.isEmpty()) {
            sql.append('\n').append(FlinkText.clause("ORDER BY", order(order)));
        }
        return query(sql.toString(), items, behind, from.isTimed());
    }

    private List<String> order(List<SqlNode> order) {
        List<String> texts = new ArrayList<>(List.of(FlinkText.name(Relation.ROWTIME)));
        order.subList(1, order.size()).forEach(item -> {
            boolean isDescending = item.getKind() == SqlKind.DESCENDING;
            SqlNode value = isDescending ? ((SqlCall) item).operand(0) : item;
            texts.add(text(value) + (isDescending ? " DESC" : ""));
        });
        return texts;
    }

    /** What is grouped by: DISTINCT is a GROUP BY of the whole list. */
    private SqlNodeList keys() {
        if (select.getGroup() != null) {
            return select.getGroup();
        }
        context.remarks().restructured("SELECT DISTINCT is a GROUP BY of its list");
        List<SqlNode> keys = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            if (item instanceof SqlIdentifier star && star.isStar()) {
                from.scope()
                        .star(star)
                        .forEach(found ->
                                keys.add(new SqlIdentifier(found.column().name(), SqlParserPos.ZERO)));
            } else {
                SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
                if (from.scope().isRowTime(value)) {
                    throw new Refusal(
                            value, Ease.RESTRUCTURED, "ROWTIME as such in SELECT DISTINCT", "leave it out of the list");
                }
                if (!(value instanceof SqlLiteral)) {
                    keys.add(value);
                }
            }
        }
        return new SqlNodeList(keys, select.getParserPosition());
    }

    private Query groups(SqlNodeList group) {
        if (from.scope().isJoin()) {
            throw new Refusal(
                    group,
                    Ease.RESTRUCTURED,
                    "GROUP BY over a join",
                    "insert the join into a stream of its own and group that one");
        }
        if (!from.isTimed()) {
            throw untimed(group);
        }
        Tumble tumble = Tumble.of(context, group, from.scope());
        List<String> keys = new ArrayList<>();
        for (SqlNode key : group) {
            if (key == tumble.key()) {
                expressions.replace(key, tumble.start());
            } else {
                keys.add(text(key));
            }
        }
        keys.addAll(List.of(FlinkText.name("window_start"), FlinkText.name("window_end")));
        if (target.isView()) {
            keys.add(FlinkText.name("window_time"));
        }
        List<Item> items = items(Optional.of(tumble));
        String sql = "%s\nFROM %s%s\n%s%s"
                .formatted(
                        list(items, FlinkText.name("window_time")),
                        tumble.from(from.text()),
                        select.getWhere() == null ? "" : "\nWHERE " + text(select.getWhere()),
                        FlinkText.clause("GROUP BY", keys),
                        select.getHaving() == null ? "" : "\nHAVING " + text(select.getHaving()));
        return query(sql, items, context.behindWindow(from.scope().first().behind()), true);
    }

    static Refusal untimed(SqlNode node) {
        return new Refusal(
                node,
                Ease.HAND,
                "a window over a stream that has no time attribute in Flink",
                "the stream comes from a join with windows on both sides or an outer join, whose rows have no rising"
                        + " time in Flink: send it through a Kinesis stream and read it back with a watermark");
    }

    private Query query(String sql, List<Item> items, long behind, boolean isTimed) {
        List<Column> columns = target.stream().isPresent()
                ? target.stream().orElseThrow().columns().stream()
                        .map(Column::of)
                        .toList()
                : items.stream().map(Item::column).toList();
        return new Query(sql, columns, behind, isTimed);
    }

    private String text(SqlNode expression) {
        return expressions.text(context.expanded(expression));
    }

    private List<Item> items(Optional<Tumble> tumble) {
        List<Item> items = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            items.addAll(item(item, tumble));
        }
        return items;
    }

    private List<Item> item(SqlNode item, Optional<Tumble> tumble) {
        if (item instanceof SqlIdentifier star && star.isStar()) {
            return from.scope().star(star).stream().map(this::column).toList();
        }
        boolean isNamed = item.getKind() == SqlKind.AS;
        SqlNode value = isNamed ? ((SqlCall) item).operand(0) : item;
        String alias = isNamed ? ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple() : null;
        boolean isRowTime = from.scope().isRowTime(value);
        if (Relation.ROWTIME.equals(alias) && !isRowTime) {
            throw new Refusal(
                    item,
                    Ease.RESTRUCTURED,
                    "an expression AS ROWTIME",
                    "a new watermark needs a new table: write the rows to a Kinesis stream and read it back with"
                            + " WATERMARK FOR that column");
        }
        if (isRowTime && target.isDerived() && (alias == null || Relation.ROWTIME.equals(alias))) {
            return List.of(); // it is there already
        }
        String name = alias == null ? nameOf(value) : alias;
        if (isRowTime && tumble.isPresent()) {
            return List.of(Item.of(
                    unique(name), Optional.of(TypeKind.TIMESTAMP), tumble.get().end()));
        }
        Optional<Scope.Found> record = value instanceof SqlIdentifier identifier
                ? from.scope()
                        .find(identifier)
                        .filter(found ->
                                found.column().isRecord() && found.field().isEmpty())
                : Optional.empty();
        if (record.isPresent()) {
            return List.of(column(record.get(), name));
        }
        if (value instanceof SqlCall call
                && LogParsers.NAMES.contains(call.getOperator().getName())) {
            return List.of(new LogTranslator(expressions, context.remarks()).item(unique(name), call));
        }
        if (tumble.isPresent()) {
            refuseRowTime(value);
        }
        SqlNode expanded = context.expanded(value);
        return List.of(Item.of(unique(name), expressions.kinds().of(expanded), expressions.translate(expanded)));
    }

    /** Within an expression the end of the window would be an expression of the columns of the window's function. */
    private void refuseRowTime(SqlNode value) {
        boolean isKey = select.getGroup() != null
                && select.getGroup().stream().anyMatch(key -> key.equalsDeep(value, Litmus.IGNORE));
        if (isKey) {
            return;
        }
        if (value instanceof SqlIdentifier name
                && name.isSimple()
                && from.scope().isRowTime(name)) {
            throw new Refusal(
                    value,
                    Ease.RESTRUCTURED,
                    "ROWTIME inside an expression of a grouped query",
                    "select ROWTIME as a column of a query in FROM, and compute with that column outside");
        }
        if (value instanceof SqlCall call
                && !AGGREGATES.contains(call.getOperator().getName())) {
            call.getOperandList().stream().filter(Objects::nonNull).forEach(this::refuseRowTime);
        }
    }

    private Item column(Scope.Found found) {
        return column(found, found.column().name());
    }

    private Item column(Scope.Found found, String name) {
        return new Item(found.column().renamed(unique(name)), expressions.stored(found.relation(), found.column()));
    }

    private String nameOf(SqlNode value) {
        String derived = SqlValidatorUtil.alias(value);
        return derived == null ? "EXPR$" + (names.size() - 1) : derived;
    }

    private String unique(String name) {
        String unique = name;
        for (int i = 0; !names.add(unique); i++) {
            unique = name + "$" + i;
        }
        return unique;
    }

    /** The SELECT list for the target. */
    private String list(List<Item> items, String rowTime) {
        List<String> texts = new ArrayList<>();
        if (target.isView()) {
            texts.add(as(rowTime, Relation.ROWTIME));
        }
        if (target.stream().isPresent()) {
            texts.addAll(assigned(items, target.stream().get()));
        } else {
            for (Item item : items) {
                List<String> stored = stored(item.column());
                for (int i = 0; i < stored.size(); i++) {
                    texts.add(as(FlinkText.of(item.values().get(i)), stored.get(i)));
                }
            }
        }
        return FlinkText.clause("SELECT", texts);
    }

    private List<String> assigned(List<Item> items, StreamSchema schema) {
        if (items.size() != target.columns().size()) {
            throw new Refusal(
                    select.getSelectList(),
                    Ease.HAND,
                    "* with the columns that the service adds to records",
                    "name the columns; PARTITION_KEY, SEQUENCE_NUMBER and SHARD_ID are not to be had in Flink SQL"
                            + " (FLINK-36671)");
        }
        List<String> texts = new ArrayList<>();
        for (StreamColumn column : schema.columns()) {
            int index = target.columns().indexOf(column.name());
            @Nullable Item item = index < 0 ? null : items.get(index);
            SqlNode value = item == null || item.isNull()
                    ? ExpressionTranslator.nothing(column.type())
                    : expressions.assigned(item.value(), item.kind(), column.type());
            texts.add(as(FlinkText.of(value), column.name()));
        }
        return texts;
    }

    static String as(String value, String name) {
        String quoted = FlinkText.name(name);
        return value.equals(quoted) ? value : value + " AS " + quoted;
    }

    static List<String> stored(Column column) {
        return column.isRecord()
                ? column.fields().stream()
                        .map(field -> Column.stored(column.name(), field.name()))
                        .toList()
                : List.of(column.name());
    }
}
