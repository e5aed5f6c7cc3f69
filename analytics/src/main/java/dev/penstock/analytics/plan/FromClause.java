package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.Relation.Column;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.sql.QueryText.Piece;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.window.Frame;
import dev.penstock.platform.aws.AwsException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.util.Util;

/**
 * The FROM of one SELECT: queries in it become streams of their own, the windows of a join become a part of its
 * condition.
 */
final class FromClause {
    private final QueryText text;
    private final Catalog catalog;
    private final Derivation derivation;
    private final QueryGuard guard;
    private final SqlSelect select;
    private final List<Relation> relations = new ArrayList<>();
    private final Map<String, Merged> merged = new LinkedHashMap<>();
    private boolean hasOwnTime;

    FromClause(QueryText text, Catalog catalog, Derivation derivation, QueryGuard guard, SqlSelect select) {
        this.text = text;
        this.catalog = catalog;
        this.derivation = derivation;
        this.guard = guard;
        this.select = select;
    }

    /** Whether the row time of what is read was set by a query. */
    boolean hasOwnTime() {
        return hasOwnTime;
    }

    /** Rewrites the clause in place. */
    Scope rewrite(UserFunctions functions) {
        Source read = read(Objects.requireNonNull(select.getFrom()));
        if (read.hasWindow && relations.size() == 1) {
            throw at(
                    read.node,
                    "OVER after a stream in FROM is the window of a join, and there is no join; write OVER behind a function"
                            + " in the SELECT list for a sliding window");
        }
        Scope scope = new Scope(relations, merged);
        select.setFrom(read.node);
        boolean isStream = relations.stream().anyMatch(relation -> !relation.isTable());
        if (!isStream) {
            throw at(read.node, "a query must read a stream; %s is a reference table".formatted(read.node));
        }
        ExpressionRewriter expressions = new ExpressionRewriter(scope, functions);
        rewriteConditions(read.node, expressions);
        return scope;
    }

    private static void rewriteConditions(SqlNode node, ExpressionRewriter expressions) {
        if (node instanceof SqlJoin join) {
            rewriteConditions(join.getLeft(), expressions);
            rewriteConditions(join.getRight(), expressions);
            SqlCall both = (SqlCall) Objects.requireNonNull(join.getCondition());
            both.setOperand(1, expressions.rewrite(both.operand(1)));
        }
    }

    private Source read(SqlNode from) {
        return switch (from.getKind()) {
            case IDENTIFIER -> named((SqlIdentifier) from, Util.last(((SqlIdentifier) from).names));
            case AS -> aliased((SqlCall) from);
            case JOIN -> join((SqlJoin) from);
            default -> derived(from, "");
        };
    }

    private Source named(SqlIdentifier name, String alias) {
        Catalog.Entry entry = catalog.find(name.toString()).orElseThrow(() -> noStream(name));
        relations.add(new Relation(alias, entry.columns(), entry.isTable()));
        hasOwnTime |= catalog.hasOwnTime(entry.schema().name());
        Piece window = text.joinWindow(
                name.getParserPosition().getLineNum(), name.getParserPosition().getColumnNum());
        if (window != null && entry.isTable()) {
            throw at(name, "%s is a reference table and takes no window".formatted(name));
        }
        String held = entry.isTable() ? JoinWindow.TABLE : JoinWindow.currentRow();
        return new Source(name, window == null ? held : JoinWindow.text(frame(window)), window != null);
    }

    private Source aliased(SqlCall as) {
        SqlNode read = as.operand(0);
        String alias = ((SqlIdentifier) as.operand(1)).getSimple();
        Source source = read instanceof SqlIdentifier name ? named(name, alias) : derived(read, alias);
        List<SqlNode> operands = new ArrayList<>(List.of(source.node, as.operand(1)));
        if (as.operandCount() > 2) {
            operands.addAll(renamed(as));
        }
        return new Source(
                SqlStdOperatorTable.AS.createCall(as.getParserPosition(), operands), source.held, source.hasWindow);
    }

    /** {@code AS t(a, b)}: new names for the columns, of which ROWTIME is none. */
    private List<SqlNode> renamed(SqlCall as) {
        Relation relation = relations.remove(relations.size() - 1);
        int given = as.operandCount() - 2;
        if (given != relation.columns().size()) {
            throw at(
                    as.operand(2),
                    "%d names are given for %d columns"
                            .formatted(given, relation.columns().size()));
        }
        SqlParserPos pos = as.getParserPosition();
        List<Column> columns = new ArrayList<>();
        List<SqlNode> names = new ArrayList<>();
        if (!relation.isTable()) {
            names.add(new SqlIdentifier(StreamSchema.ROWTIME, pos));
        }
        for (int i = 0; i < given; i++) {
            String name = ((SqlIdentifier) as.operand(i + 2)).getSimple();
            Column column = relation.columns().get(i).renamed(name);
            columns.add(column);
            column.stored().forEach(stored -> names.add(new SqlIdentifier(stored, pos)));
        }
        relations.add(new Relation(relation.alias(), columns, relation.isTable()));
        return names;
    }

    private Source derived(SqlNode query, String alias) {
        Catalog.Entry entry = query.getKind() == SqlKind.COLLECTION_TABLE
                ? derivation.table((SqlCall) query)
                : derivation.query(query);
        hasOwnTime |= catalog.hasOwnTime(entry.schema().name());
        SqlIdentifier name = new SqlIdentifier(entry.schema().name(), query.getParserPosition());
        relations.add(new Relation(alias.isEmpty() ? entry.schema().name() : alias, entry.columns(), false));
        return new Source(name, JoinWindow.currentRow(), false);
    }

    private Source join(SqlJoin join) {
        int first = relations.size();
        Source left = read(join.getLeft());
        int middle = relations.size();
        Source right = read(join.getRight());
        refuse(join, left, right);
        SqlParserPos pos = join.getParserPosition();
        boolean isProduct = join.getJoinType() == JoinType.CROSS || join.getJoinType() == JoinType.COMMA;
        SameNames names = new SameNames(
                text.source(),
                join,
                relations.subList(first, middle),
                relations.subList(middle, relations.size()),
                Map.copyOf(merged));
        SqlNode given = names.condition().orElse(SqlLiteral.createBoolean(true, pos));
        Map<String, Merged> inner = new LinkedHashMap<>(merged);
        merged.clear();
        merged.putAll(names.merged());
        inner.forEach(merged::putIfAbsent);
        guard.condition(given);
        String held = switch (join.getJoinType()) {
            case LEFT_SEMI_JOIN -> JoinWindow.ANY_OF_TABLE;
            case LEFT_ANTI_JOIN -> JoinWindow.NONE_OF_TABLE;
            default -> right.held;
        };
        SqlNode windows = Markers.JOIN.createCall(
                pos, SqlLiteral.createCharString(left.held, pos), SqlLiteral.createCharString(held, pos));
        SqlJoin rewritten = new SqlJoin(
                pos,
                left.node,
                SqlLiteral.createBoolean(false, pos),
                (isProduct ? JoinType.INNER : typeOf(join)).symbol(pos),
                right.node,
                JoinConditionType.ON.symbol(pos),
                SqlStdOperatorTable.AND.createCall(pos, windows, given));
        return new Source(rewritten, JoinWindow.currentRow(), left.hasWindow || right.hasWindow);
    }

    /** The types of {@link SubQueries} are none to Calcite's validator, which sees what they give to the rest of the query. */
    private static JoinType typeOf(SqlJoin join) {
        return switch (join.getJoinType()) {
            case LEFT_SEMI_JOIN -> JoinType.INNER;
            case LEFT_ANTI_JOIN -> JoinType.LEFT;
            default -> join.getJoinType();
        };
    }

    private void refuse(SqlJoin join, Source left, Source right) {
        switch (join.getJoinType()) {
            case INNER, LEFT, RIGHT, FULL, CROSS, COMMA, LEFT_SEMI_JOIN, LEFT_ANTI_JOIN -> {}
            default ->
                throw at(
                        join,
                        "%s JOIN is not supported; use INNER, LEFT, RIGHT, FULL or CROSS JOIN"
                                .formatted(join.getJoinType()));
        }
        boolean leftIsTable = left.held.equals(JoinWindow.TABLE);
        boolean rightIsTable = right.held.equals(JoinWindow.TABLE);
        if (!leftIsTable && !rightIsTable) {
            if (hasOwnTime) {
                throw at(
                        join,
                        "a stream whose row time a query sets (AS ROWTIME) cannot be joined with a stream: their times are not"
                                + " comparable; set the row time after the join");
            }
            if (!left.hasWindow && !right.hasWindow) {
                throw at(
                        join,
                        "a join of two streams needs a window on one side at least, for example s OVER (RANGE INTERVAL '1'"
                                + " MINUTE PRECEDING) AS a");
            }
        }
        boolean keepsLeft = join.getJoinType() == JoinType.LEFT || join.getJoinType() == JoinType.FULL;
        boolean keepsRight = join.getJoinType() == JoinType.RIGHT || join.getJoinType() == JoinType.FULL;
        if ((leftIsTable && keepsLeft) || (rightIsTable && keepsRight)) {
            throw at(join, "an outer join can keep the rows of the stream only, not those of the reference table");
        }
    }

    /** What stood as {@code OVER (...)} or {@code OVER w} behind a stream. */
    private Frame frame(Piece piece) {
        SqlNode over = parsed(piece);
        SqlNode operand = ((SqlCall) over).operand(1);
        SqlWindow window = operand instanceof SqlIdentifier name ? windowNamed(name) : inline((SqlWindow) operand);
        if (isInOrderOfTime(window)) {
            window.setOrderList(SqlNodeList.EMPTY);
        }
        guard.window(window);
        if (!window.getPartitionList().isEmpty()) {
            throw at(window.getPartitionList(), "PARTITION BY is not allowed in the window of a join");
        }
        SqlNode lower = window.getLowerBound();
        if (lower == null || SqlWindow.isUnboundedPreceding(lower)) {
            throw at(window, "the window of a join must be bounded, for example RANGE INTERVAL '1' MINUTE PRECEDING");
        }
        if (SqlWindow.isCurrentRow(lower)) {
            return new Frame(window.isRows(), 0);
        }
        SqlNode size = ((SqlCall) lower).operand(0);
        if (size instanceof SqlIntervalLiteral literal) {
            SqlIntervalLiteral.IntervalValue interval =
                    (SqlIntervalLiteral.IntervalValue) Objects.requireNonNull(literal.getValue());
            return new Frame(false, SqlParserUtil.intervalToMillis(interval));
        }
        return new Frame(true, ((SqlLiteral) size).getValueAs(BigDecimal.class).longValueExact());
    }

    /** {@code OVER (w)} is {@code OVER w}. */
    private SqlWindow inline(SqlWindow window) {
        SqlIdentifier other = window.getRefName();
        boolean isBare = window.getPartitionList().isEmpty()
                && window.getOrderList().isEmpty()
                && window.getLowerBound() == null;
        return other != null && isBare ? windowNamed(other) : window;
    }

    /** Whether it says ORDER BY ROWTIME, the order that it has anyway. */
    private static boolean isInOrderOfTime(SqlWindow window) {
        return window.getOrderList().size() == 1
                && window.getOrderList().get(0) instanceof SqlIdentifier name
                && Util.last(name.names).equals(StreamSchema.ROWTIME);
    }

    private SqlNode parsed(Piece piece) {
        char[] call = text.source().only(piece).toCharArray();
        "F()".getChars(0, 3, call, text.start());
        return derivation.expression(new String(call));
    }

    private SqlWindow windowNamed(SqlIdentifier name) {
        for (SqlNode node : select.getWindowList()) {
            SqlIdentifier declared = ((SqlWindow) node).getDeclName();
            if (declared != null && declared.getSimple().equals(name.toString())) {
                return (SqlWindow) node;
            }
        }
        throw at(name, "Window '%s' not found".formatted(name));
    }

    private AwsException noStream(SqlIdentifier name) {
        if ("ERROR_STREAM".equalsIgnoreCase(name.toString())) {
            return at(name, "error_stream cannot be read by a query; name it as an output of the application");
        }
        return at(
                name,
                "there is no stream %s at this point of the code; there are: %s (names without double quotes are read"
                                .formatted(name, catalog.names())
                        + " in capitals)");
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos pos = node.getParserPosition();
        return text.source().error(pos.getLineNum(), pos.getColumnNum(), message);
    }

    /** What stands in FROM, rewritten, and what of it a join holds. */
    private record Source(SqlNode node, String held, boolean hasWindow) {}

    /** Makes streams of what is not one. */
    interface Derivation {

        /** The stream that a query gives. */
        Catalog.Entry query(SqlNode query);

        /** The stream that {@code TABLE(function(CURSOR(query), ...))} gives. */
        Catalog.Entry table(SqlCall table);

        SqlNode expression(String text);
    }
}
