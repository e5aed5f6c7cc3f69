package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.Relation.Column;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.sql.QueryText.Piece;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * Says in Calcite's words what the service leaves unsaid of one SELECT: it is a stream, {@code *} leaves ROWTIME out, a
 * query in FROM has a ROWTIME, ROWTIME alone in a grouped query is the end of the window, and a window is in the order of
 * ROWTIME.
 */
final class SelectRewriter {
    /** The name of the column that ROWTIME without another alias is in the SELECT list of a query that is not in FROM. */
    static final String LISTED_ROWTIME = StreamSchema.ROWTIME + "$0";

    private static final String ROWTIME = StreamSchema.ROWTIME;

    private final QueryText text;
    private final Functions functions;
    private final LogColumns logs;
    private final FromClause.Derivation derivation;
    private final SqlSelect select;
    private final Scope scope;
    private final ExpressionRewriter expressions;
    private final Frames frames;
    private final SqlOperator step = ExpressionRewriter.unresolved(Functions.STEP);
    private final List<Column> columns = new ArrayList<>();
    private final List<EpochIdiom> idioms = new ArrayList<>();
    private final Set<String> names = new HashSet<>(Set.of(ROWTIME));
    private int ownTime = -1;
    private @Nullable SqlNode source;

    SelectRewriter(
            QueryText text,
            Functions functions,
            LogColumns logs,
            FromClause.Derivation derivation,
            SqlSelect select,
            Scope scope,
            ExpressionRewriter expressions) {
        this.text = text;
        this.functions = functions;
        this.logs = logs;
        this.derivation = derivation;
        this.select = select;
        this.scope = scope;
        this.expressions = expressions;
        frames = new Frames(scope, expressions);
    }

    /** The columns of the result; records of a pump's query are refused when they are inserted. */
    List<Column> columns() {
        return columns;
    }

    /**
     * Rewrites the query in place.
     *
     * @param isSource whether it stands in FROM: then its first column is ROWTIME
     */
    void rewrite(boolean isSource) {
        select.setWhere(expressions.rewriteNullable(select.getWhere()));
        select.setHaving(expressions.rewriteNullable(select.getHaving()));
        boolean isDistinct = select.getModifierNode(SqlSelectKeyword.DISTINCT) != null;
        Optional<GroupWindow> window = isDistinct ? distinct() : group();
        select.getWindowList().forEach(named -> frames.say((SqlWindow) named));
        List<SqlNode> items = new ArrayList<>();
        SqlParserPos at = select.getSelectList().getParserPosition();
        if (isSource) {
            SqlNode rowTime = window.map(GroupWindow::rowTime).orElse(scope.rowTime(at));
            items.add(as(rowTime, ROWTIME, at));
        }
        for (SqlNode item : select.getSelectList()) {
            items.addAll(item(item, window, isSource));
        }
        if (isSource && source != null) {
            items.set(0, source);
        }
        select.setSelectList(new SqlNodeList(items, at));
        if (window.isPresent() && select.getHaving() != null) {
            select.setHaving(grouped(select.getHaving(), window.get(), false));
        }
        SqlParserPos pos = select.getParserPosition();
        select.setOperand(0, SqlNodeList.of(SqlSelectKeyword.STREAM.symbol(pos)));
    }

    /** An item of ORDER BY. */
    SqlNode order(SqlNode item) {
        if (item instanceof SqlIdentifier name && name.isSimple()) {
            // Calcite's look at whether it is monotonic comes before its look at names of the SELECT list.
            for (SqlNode column : select.getSelectList()) {
                if (column.getKind() == SqlKind.AS
                        && ((SqlCall) column).operand(1).equalsDeep(name, Litmus.IGNORE)) {
                    return ((SqlCall) column).operand(0);
                }
            }
        }
        SqlNode rewritten = expressions.rewrite(item);
        frames.sayAll(rewritten);
        return rewritten;
    }

    /** SELECT DISTINCT is a GROUP BY of all that is in its list. */
    private Optional<GroupWindow> distinct() {
        MissingWindow.refuse(select, functions, text.source());
        SqlParserPos at = select.getSelectList().getParserPosition();
        List<SqlNode> keys = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            if (value instanceof SqlIdentifier star && star.isStar()) {
                all(star).forEach(column -> keys.addAll(column.expressions(at)));
            } else if (!(value instanceof SqlLiteral)) {
                keys.add(value);
            }
        }
        boolean hasWindow = keys.stream()
                .map(key -> GroupWindow.withoutEpochIdiom(key, scope, step))
                .anyMatch(key -> GroupWindow.ofTime(key, scope).isPresent() || isMonotonic(key));
        if (!hasWindow) {
            throw at(
                    select.getSelectList(),
                    "SELECT DISTINCT of a stream needs FLOOR(ROWTIME TO unit), STEP(ROWTIME BY INTERVAL 'n' unit) or"
                            + " MONOTONIC(expression) in its list: without it no row is ever known to be the last of its kind");
        }
        select.setGroupBy(new SqlNodeList(keys, at));
        return group();
    }

    private Optional<GroupWindow> group() {
        SqlNodeList group = select.getGroup();
        if (group == null) {
            MissingWindow.refuse(select, functions, text.source());
            return Optional.empty();
        }
        SqlParserPos at = group.getParserPosition();
        Piece stagger = at.equals(select.getSelectList().getParserPosition())
                ? null
                : text.stagger(at.getLineNum(), at.getColumnNum());
        List<SqlNode> keys = new ArrayList<>();
        Optional<GroupWindow> window = Optional.empty();
        for (SqlNode key : group) {
            SqlNode idiom = GroupWindow.withoutEpochIdiom(key, scope, step);
            SqlNode rewritten = expressions.rewrite(idiom);
            keys.add(rewritten);
            if (idiom != key) {
                idioms.add(EpochIdiom.of(key, rewritten, expressions));
            }
            if (stagger != null) {
                continue;
            }
            Optional<GroupWindow> found = GroupWindow.ofTime(rewritten, scope);
            if (found.isPresent() ? window.isPresent() : mentionsRowTime(rewritten)) {
                throw unsupported(key, "this use of ROWTIME in GROUP BY");
            }
            if (found.isPresent()) {
                window = found;
            }
        }
        if (stagger != null) {
            SqlNode end = Markers.STAGGER.createCall(at, scope.rowTime(at), length(stagger));
            keys.add(end);
            window = Optional.of(GroupWindow.ofStagger(end));
        } else if (window.isEmpty() && keys.stream().anyMatch(SelectRewriter::isMonotonic)) {
            window = Optional.of(GroupWindow.ofChange(scope, at));
        }
        if (window.isEmpty()) {
            throw at(
                    group,
                    "GROUP BY of a stream needs a window: add FLOOR(ROWTIME TO unit) or STEP(ROWTIME BY INTERVAL 'n' unit),"
                            + " or MONOTONIC(expression) of something that never goes back");
        }
        select.setGroupBy(new SqlNodeList(keys, at));
        return window;
    }

    private SqlNode length(Piece stagger) {
        SqlNode length = derivation.expression(text.source().only(stagger));
        if (length instanceof SqlIntervalLiteral literal
                && literal.getValue() instanceof SqlIntervalLiteral.IntervalValue interval
                && !interval.getIntervalQualifier().isYearMonth()
                && SqlParserUtil.intervalToMillis(interval) > 0) {
            return length;
        }
        throw at(length, "the length of a stagger window must be an interval literal greater than 0");
    }

    private static boolean isMonotonic(SqlNode key) {
        return contains(key, call -> call.getOperator().getName().equals(Markers.MONOTONIC.getName()));
    }

    private boolean mentionsRowTime(SqlNode key) {
        if (scope.isRowTime(key)) {
            return true;
        }
        return key instanceof SqlCall call
                && call.getOperandList().stream().filter(Objects::nonNull).anyMatch(this::mentionsRowTime);
    }

    private static boolean contains(SqlNode node, Predicate<SqlCall> wanted) {
        return node instanceof SqlCall call
                && (wanted.test(call)
                        || call.getOperandList().stream()
                                .filter(Objects::nonNull)
                                .anyMatch(operand -> contains(operand, wanted)));
    }

    private List<SqlNode> item(SqlNode item, Optional<GroupWindow> window, boolean isSource) {
        SqlParserPos at = item.getParserPosition();
        if (item instanceof SqlIdentifier star && star.isStar()) {
            return star(star);
        }
        boolean isNamed = item.getKind() == SqlKind.AS;
        SqlNode value = isNamed ? ((SqlCall) item).operand(0) : item;
        String alias = isNamed ? ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple() : null;
        boolean isRowTime = scope.isRowTime(value);
        if (ROWTIME.equals(alias) && !isRowTime) {
            return rowTime(value, at, window, isSource);
        }
        if (isSource && isRowTime && (alias == null || ROWTIME.equals(alias))) {
            return List.of(); // it is there already
        }
        String name = alias == null ? nameOf(value) : alias;
        if (value instanceof SqlIdentifier identifier) {
            Optional<Scope.Item> record = scope.record(identifier);
            if (record.isPresent()) {
                columns.add(record.get().column().renamed(name));
                return named(record.get().expressions(at), record.get().column().renamed(name), at);
            }
        }
        if (value instanceof SqlCall call && logs.isParser(call)) {
            List<SqlNode> fields = logs.fields(call, expressions);
            Column column = new Column(unique(name), logs.names(call));
            columns.add(column);
            return named(fields, column, at);
        }
        SqlNode rewritten = expressions.rewrite(value);
        frames.sayAll(rewritten);
        if (window.isPresent()) {
            rewritten = grouped(rewritten, window.get(), true);
        }
        String column = unique(name);
        columns.add(Column.plain(column));
        return List.of(isSource || isNamed ? as(rewritten, column, at) : rewritten);
    }

    /** {@code expression AS ROWTIME} sets the row time of what comes out. */
    private List<SqlNode> rowTime(SqlNode value, SqlParserPos at, Optional<GroupWindow> window, boolean isSource) {
        if (ownTime >= 0) {
            throw at(value, "the row time is set twice");
        }
        SqlNode rewritten = expressions.rewrite(value);
        frames.sayAll(rewritten);
        if (window.isPresent()) {
            rewritten = grouped(rewritten, window.get(), true);
        }
        SqlNode column = as(rewritten, ROWTIME, at);
        if (isSource) {
            ownTime = 0;
            source = column;
            return List.of();
        }
        ownTime = columns.size();
        columns.add(Column.plain(ROWTIME));
        return List.of(column);
    }

    /** Position of the column that sets the row time, -1 when none does. */
    int ownTime() {
        return ownTime;
    }

    private List<SqlNode> star(SqlIdentifier star) {
        SqlParserPos at = star.getParserPosition();
        List<Scope.Item> all = all(star);
        List<SqlNode> items = new ArrayList<>();
        for (Scope.Item item : all) {
            Column column = item.column().renamed(unique(item.column().name()));
            columns.add(column);
            items.addAll(named(item.expressions(at), column, at));
        }
        return items;
    }

    private List<Scope.Item> all(SqlIdentifier star) {
        return scope.star(star)
                .orElseThrow(() -> at(star, "%s: there is no %s in FROM".formatted(star, star.names.get(0))));
    }

    private static List<SqlNode> named(List<SqlNode> expressions, Column column, SqlParserPos at) {
        List<String> stored = column.stored();
        List<SqlNode> items = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            items.add(as(expressions.get(i), stored.get(i), at));
        }
        return items;
    }

    private String nameOf(SqlNode value) {
        String derived = SqlValidatorUtil.alias(value);
        return derived == null ? "EXPR$" + columns.size() : derived;
    }

    /** A second column of the same name cannot be referred to, as in any SQL; here it cannot even be mistaken. */
    private String unique(String name) {
        String unique = name;
        for (int i = 0; !names.add(unique); i++) {
            unique = name + "$" + i;
        }
        return unique;
    }

    /**
     * An expression of a grouped query: its ROWTIME is the end of the window.
     *
     * @param isItem whether it is in the SELECT list, where that is clear
     */
    private SqlNode grouped(SqlNode node, GroupWindow window, boolean isItem) {
        // In the SELECT list ROWTIME without alias is another thing than in GROUP BY, unless the whole key is repeated.
        SqlNode meant = isItem ? node : scope.qualified(node);
        for (SqlNode key : Objects.requireNonNull(select.getGroup())) {
            if (key.equalsDeep(node, Litmus.IGNORE)) {
                return node;
            }
            if (scope.qualified(key).equalsDeep(meant, Litmus.IGNORE)) {
                return key;
            }
        }
        for (EpochIdiom idiom : idioms) {
            if (idiom.is(node) || scope.qualified(idiom.written()).equalsDeep(meant, Litmus.IGNORE)) {
                return idiom.value();
            }
        }
        if (scope.isRowTime(node) && !isQualified(node)) {
            if (isItem) {
                return window.rowTime();
            }
            throw at(
                    node,
                    "ROWTIME in the HAVING of a grouped query is not clear: repeat the expression of GROUP BY, or put the"
                            + " query into FROM and filter with WHERE");
        }
        // What an aggregate takes is of the rows that go in, not of the one that comes out.
        if (node instanceof SqlCall call
                && !functions.isAggregate(call.getOperator().getName())) {
            for (int i = 0; i < call.operandCount(); i++) {
                SqlNode operand = call.getOperandList().get(i);
                if (operand instanceof SqlCall || operand instanceof SqlIdentifier) {
                    call.setOperand(i, grouped(operand, window, isItem));
                } else if (operand instanceof SqlNodeList branches) {
                    branches.replaceAll(branch -> grouped(branch, window, isItem));
                }
            }
        }
        return node;
    }

    private static boolean isQualified(SqlNode node) {
        return node instanceof SqlIdentifier identifier && identifier.names.size() > 1;
    }

    private static SqlNode as(SqlNode value, String name, SqlParserPos at) {
        return SqlStdOperatorTable.AS.createCall(at, value, new SqlIdentifier(name, at));
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos at = node.getParserPosition();
        return text.source().error(at.getLineNum(), at.getColumnNum(), message);
    }

    private AwsException unsupported(SqlNode node, String construct) {
        SqlParserPos at = node.getParserPosition();
        return text.source().unsupported(at.getLineNum(), at.getColumnNum(), construct);
    }
}
