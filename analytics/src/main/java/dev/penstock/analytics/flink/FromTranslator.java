package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.sql.QueryText.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.util.Util;

/** FROM: a table or view of the script, or the interval join of two. */
final class FromTranslator {
    private final QueryContext context;
    private final SqlSelect select;

    FromTranslator(QueryContext context, SqlSelect select) {
        this.context = context;
        this.select = select;
    }

    From translate(SqlNode from) {
        if (from instanceof SqlJoin join) {
            return join(join);
        }
        Relation relation = side(from).relation;
        return new From(
                FlinkText.name(relation.table()),
                new Scope(List.of(relation), Optional.empty()),
                FlinkText.name(Relation.ROWTIME),
                relation.isTimed());
    }

    private Side side(SqlNode from) {
        if (from.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) from;
            String alias = ((SqlIdentifier) as.operand(1)).getSimple();
            Side side = side(as.operand(0));
            Relation relation = side.relation.as(alias);
            return new Side(as.operandCount() > 2 ? renamed(relation, as) : relation, side.holds);
        }
        if (from instanceof SqlIdentifier name) {
            Relation relation = context.streams().get(Util.last(name.names));
            if (relation == null) {
                throw lookup(name);
            }
            return new Side(relation, holds(name));
        }
        QueryTranslator queries = new QueryTranslator(context);
        if (from.getKind() == SqlKind.COLLECTION_TABLE) {
            return new Side(queries.table((SqlCall) from, ""), 0);
        }
        if (QueryTranslator.isQuery(from)) {
            return new Side(queries.derived(from, ""), 0);
        }
        throw new Refusal(from, Ease.HAND, from.getKind().sql + " in FROM", "state the query in another way");
    }

    private static Refusal lookup(SqlNode name) {
        return new Refusal(
                name,
                Ease.RESTRUCTURED,
                "the join with reference table " + name,
                "keep the table where Flink has a lookup connector (JDBC, DynamoDB, HBase) and write JOIN t FOR"
                        + " SYSTEM_TIME AS OF a PROCTIME() column ON key; a small table can stand as VALUES in the script"
                        + " and be joined INNER; a plain outer join gives an updating result, which no Kinesis stream"
                        + " takes");
    }

    private Relation renamed(Relation relation, SqlCall as) {
        List<Column> columns = new ArrayList<>();
        List<String> items = new ArrayList<>(List.of(FlinkText.name(Relation.ROWTIME)));
        for (int i = 0; i < relation.columns().size(); i++) {
            Column column = relation.columns().get(i);
            Column renamed = column.renamed(((SqlIdentifier) as.operand(i + 2)).getSimple());
            columns.add(renamed);
            List<String> from = SelectTranslator.stored(column);
            List<String> to = SelectTranslator.stored(renamed);
            for (int j = 0; j < from.size(); j++) {
                items.add("%s AS %s".formatted(FlinkText.name(from.get(j)), FlinkText.name(to.get(j))));
            }
        }
        String view = context.view(
                "%s\nFROM %s".formatted(FlinkText.clause("SELECT", items), FlinkText.name(relation.table())));
        return new Relation(relation.alias(), view, columns, relation.behind(), relation.isTimed());
    }

    /** How many milliseconds back a stream of a join is held. */
    private long holds(SqlIdentifier stream) {
        Piece piece = context.text()
                .joinWindow(
                        stream.getParserPosition().getLineNum(),
                        stream.getParserPosition().getColumnNum());
        if (piece == null) {
            return 0;
        }
        SqlNode lower = context.code().joinWindow(context.text(), piece, select).getLowerBound();
        if (lower == null || SqlWindow.isCurrentRow(lower)) {
            return 0;
        }
        if (((SqlCall) lower).operand(0) instanceof SqlIntervalLiteral literal) {
            return millis(literal);
        }
        throw new Refusal(
                stream,
                Ease.HAND,
                "a join with the last rows of a stream (OVER (ROWS ...))",
                "Flink joins streams by time only: use RANGE INTERVAL, or a ProcessTableFunction that keeps the rows");
    }

    static long millis(SqlIntervalLiteral literal) {
        return SqlParserUtil.intervalToMillis(
                (SqlIntervalLiteral.IntervalValue) Objects.requireNonNull(literal.getValue()));
    }

    private From join(SqlJoin join) {
        if (join.getLeft() instanceof SqlJoin) {
            throw new Refusal(
                    join.getRight(),
                    Ease.HAND,
                    "a join of more than two",
                    "insert the join of two into a stream and join that one");
        }
        if (join.isNatural() || join.getConditionType() == JoinConditionType.USING) {
            throw new Refusal(join, Ease.HAND, "a join with USING or NATURAL", "write its condition with ON");
        }
        Side left = side(join.getLeft());
        Side right = side(join.getRight());
        if (left.relation.behind() != right.relation.behind()
                || !left.relation.isTimed()
                || !right.relation.isTimed()) {
            throw new Refusal(
                    join,
                    Ease.HAND,
                    "a join of streams with times of different kinds",
                    "join streams that both come from records, or both from windows");
        }
        if (context.processingTime()) {
            throw new Refusal(
                    join,
                    Ease.HAND,
                    "a join of two streams by processing time",
                    "choose the time of arrival or a column: --time arrival or --time COLUMN");
        }
        JoinText text = new JoinText(left, right);
        Scope scope = new Scope(List.of(left.relation, right.relation), Optional.of(text.time()));
        String condition = join.getCondition() == null
                ? ""
                : new ExpressionTranslator(scope, context.remarks()).text(context.expanded(join.getCondition()))
                        + " AND ";
        String sql = "%s AS %s\n%s %s AS %s\n  ON %s%s"
                .formatted(
                        FlinkText.name(left.relation.table()),
                        FlinkText.name(left.relation.alias()),
                        keyword(join.getJoinType()),
                        FlinkText.name(right.relation.table()),
                        FlinkText.name(right.relation.alias()),
                        condition,
                        text.range());
        context.remarks()
                .add("a side without a window is compared by time: the row of the other side must not be the later one;"
                        + " rows without a partner come when the watermark passes the window");
        boolean isInner = join.getJoinType() == JoinType.INNER
                || join.getJoinType() == JoinType.CROSS
                || join.getJoinType() == JoinType.COMMA;
        Optional<String> column = isInner ? text.laterColumn() : Optional.empty();
        return new From(sql, scope, column.orElse(FlinkText.of(text.time())), column.isPresent());
    }

    private static String keyword(JoinType type) {
        return switch (type) {
            case LEFT, RIGHT, FULL -> type.name() + " JOIN";
            default -> "INNER JOIN";
        };
    }

    private record Side(Relation relation, long holds) {
        String time() {
            return FlinkText.name(relation.alias()) + "." + FlinkText.name(Relation.ROWTIME);
        }

        String plain() {
            return "CAST(" + time() + " AS TIMESTAMP(3))";
        }
    }

    private record JoinText(Side left, Side right) {

        /** A pair is one when the earlier row is still held by its window when the later one comes. */
        String range() {
            String from = right.time() + (left.holds == 0 ? "" : " - " + FlinkText.interval(left.holds));
            String to = right.time() + (right.holds == 0 ? "" : " + " + FlinkText.interval(right.holds));
            return "%s BETWEEN %s AND %s".formatted(left.time(), from, to);
        }

        /** The later of both, or the end of the window of a row that found no partner. */
        SqlNode time() {
            String behind = left.relation.behind() == 0 ? "" : " + " + FlinkText.interval(left.relation.behind());
            return FlinkText.filled(
                    "CASE WHEN %2$s IS NULL THEN %1$s + %3$s WHEN %1$s IS NULL THEN %2$s + %4$s WHEN %1$s > %2$s THEN %1$s ELSE %2$s END%5$s"
                            .formatted(
                                    left.plain(),
                                    right.plain(),
                                    FlinkText.interval(left.holds),
                                    FlinkText.interval(right.holds),
                                    behind));
        }

        /** The column that is always the later one of a pair. */
        Optional<String> laterColumn() {
            if (right.holds == 0) {
                return Optional.of(right.time());
            }
            return left.holds == 0 ? Optional.of(left.time()) : Optional.empty();
        }
    }

    /**
     * @param rowTime of its rows, as text
     * @param isTimed whether that is a time attribute
     */
    record From(String text, Scope scope, String rowTime, boolean isTimed) {}
}
