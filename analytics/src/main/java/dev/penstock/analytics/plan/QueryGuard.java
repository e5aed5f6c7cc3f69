package dev.penstock.analytics.plan;

import dev.penstock.analytics.log.LogParsers;
import dev.penstock.analytics.sql.SourceText;
import dev.penstock.platform.aws.AwsException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Lets only those queries through whose every part is known to be carried out right, and names what it refuses. */
final class QueryGuard {
    private final SourceText source;
    private final Functions functions;
    private final UserFunctions userFunctions;
    private final TypeGuard types;
    private boolean overAllowed;

    QueryGuard(SourceText source, Functions functions, UserFunctions userFunctions) {
        this.source = source;
        this.functions = functions;
        this.userFunctions = userFunctions;
        types = new TypeGuard(source);
    }

    /** Checks the query of a pump. */
    void check(SqlNode query) {
        if (query instanceof SqlOrderBy ordered) {
            refuse(ordered.offset, "OFFSET");
            refuse(ordered.fetch, "LIMIT");
            overAllowed = ordered.query instanceof SqlSelect select && isOfRows(select);
            ordered.orderList.forEach(this::orderItem);
            overAllowed = false;
            checkPart(ordered.query);
        } else {
            checkPart(query);
        }
    }

    /** Checks the expression of a function. */
    void checkExpression(SqlNode expression) {
        expression(expression);
    }

    private void orderItem(SqlNode item) {
        boolean isMarked = item.getKind() == SqlKind.DESCENDING
                || item.getKind() == SqlKind.NULLS_FIRST
                || item.getKind() == SqlKind.NULLS_LAST;
        if (isMarked) {
            orderItem(((SqlCall) item).operand(0));
        } else {
            expression(item);
        }
    }

    private void checkPart(SqlNode query) {
        switch (query.getKind()) {
            case SELECT -> select((SqlSelect) query);
            case UNION, INTERSECT, EXCEPT -> ((SqlCall) query).getOperandList().forEach(this::checkPart);
            case ORDER_BY -> throw orderBy((SqlOrderBy) query);
            default -> throw unsupported(query, query.getKind().sql);
        }
    }

    private AwsException orderBy(SqlOrderBy query) {
        if (!query.orderList.isEmpty()) {
            return unsupported(query.orderList, "ORDER BY in a query in FROM or in a branch of UNION");
        }
        SqlNode limit = query.offset == null ? query.fetch : query.offset;
        return unsupported(limit == null ? query : limit, "LIMIT");
    }

    private static boolean isDistinct(SqlSelect select) {
        return select.getModifierNode(SqlSelectKeyword.DISTINCT) != null;
    }

    /** Whether each row that comes out is one that went in. */
    private static boolean isOfRows(SqlSelect select) {
        return select.getGroup() == null && !isDistinct(select);
    }

    private void select(SqlSelect select) {
        if (isDistinct(select) && select.getGroup() != null) {
            throw unsupported(select, "SELECT DISTINCT with GROUP BY");
        }
        if (select.hasHints()) {
            throw unsupported(select, "a hint");
        }
        refuse(select.getQualify(), "QUALIFY");
        refuse(select.getOrderList(), "ORDER BY");
        refuse(select.getFetch(), "LIMIT");
        refuse(select.getOffset(), "OFFSET");
        SqlNode from = select.getFrom();
        if (from == null) {
            throw unsupported(select, "SELECT without FROM");
        }
        from(from);
        select.getWindowList().forEach(window -> window((SqlWindow) window));
        overAllowed = isOfRows(select);
        select.getSelectList().forEach(this::item);
        overAllowed = false;
        expression(select.getWhere());
        expression(select.getGroup());
        expression(select.getHaving());
    }

    private void refuse(@Nullable SqlNode clause, String construct) {
        if (clause != null) {
            throw unsupported(clause, construct);
        }
    }

    private void from(SqlNode from) {
        switch (from.getKind()) {
            case IDENTIFIER -> {}
            case AS -> alias((SqlCall) from);
            case SELECT, UNION, ORDER_BY, WITH, VALUES, INTERSECT, EXCEPT -> checkPart(from);
            case JOIN -> {
                from(((SqlJoin) from).getLeft());
                from(((SqlJoin) from).getRight());
            }
            case COLLECTION_TABLE -> table((SqlCall) from);
            default -> throw unsupported(from, from.getKind().sql + " in FROM");
        }
    }

    /** {@code TABLE(function(CURSOR(query), ...))}. */
    private void table(SqlCall table) {
        boolean isFunction = table.operand(0) instanceof SqlCall;
        SqlNode first = isFunction && ((SqlCall) table.operand(0)).operandCount() > 0
                ? ((SqlCall) table.operand(0)).operand(0)
                : null;
        if (first == null || first.getKind() != SqlKind.CURSOR) {
            throw at(table, "TABLE takes a function of a query: TABLE(function(CURSOR(SELECT STREAM ...), ...))");
        }
        checkPart(((SqlCall) first).operand(0));
    }

    /** Checks what stands behind ON. */
    void condition(SqlNode condition) {
        expression(condition);
    }

    private void alias(SqlCall as) {
        from(as.operand(0));
    }

    private void item(SqlNode item) {
        SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        boolean isStar = value instanceof SqlIdentifier identifier && identifier.isStar();
        if (value instanceof SqlCall call
                && LogParsers.NAMES.contains(call.getOperator().getName())) {
            call.getOperandList().forEach(this::expression);
        } else if (!isStar) {
            expression(value);
        }
    }

    private void expression(@Nullable SqlNode node) {
        if (node instanceof SqlCall call) {
            call(call);
        } else if (node instanceof SqlNodeList list) {
            list.forEach(this::expression);
        } else if (node instanceof SqlDynamicParam) {
            throw unsupported(node, "a parameter '?'");
        } else if (node instanceof SqlIntervalQualifier unit) {
            types.unit(unit);
        } else if (node instanceof SqlIntervalLiteral literal) {
            types.interval(literal);
        } else if (node instanceof SqlDataTypeSpec type) {
            types.type(type);
        } else if (node instanceof SqlIdentifier identifier) {
            identifier(identifier);
        }
    }

    private void identifier(SqlIdentifier identifier) {
        if (identifier.isStar() && identifier.names.size() > 1) {
            throw unsupported(identifier, identifier + " in an expression");
        }
        if (identifier.names.size() > 3) {
            throw unsupported(identifier, "field access " + identifier);
        }
    }

    private void call(SqlCall call) {
        String name = call.getOperator().getName();
        switch (call.getKind()) {
            case SELECT, UNION, INTERSECT, EXCEPT, ORDER_BY, WITH, VALUES, EXISTS, SOME, ALL, CURSOR ->
                throw at(
                        call,
                        "a query inside an expression is not supported but for a reference table in WHERE, behind IN or"
                                + " EXISTS; join with the stream or the table in FROM");
            case OVER -> {
                over(call);
                return;
            }
            case IGNORE_NULLS, RESPECT_NULLS -> {
                nullTreatment(call);
                return;
            }
            case OVERLAPS, CONTAINS, PERIOD_EQUALS, PRECEDES, IMMEDIATELY_PRECEDES, SUCCEEDS, IMMEDIATELY_SUCCEEDS -> {
                call.getOperandList().forEach(this::period);
                return;
            }
            case FILTER, WITHIN_GROUP, WITHIN_DISTINCT -> throw unsupported(call, call.getKind().sql);
            case GROUPING_SETS, ROLLUP, CUBE, GROUP_BY_DISTINCT -> throw unsupported(call, call.getKind().sql);
            case MINUS_PREFIX, PLUS_PREFIX -> {}
            default -> known(call, name);
        }
        quantifier(call, name);
        if (name.equals("COALESCE") && call.operandCount() == 0) {
            throw at(call, "COALESCE takes one value or more");
        }
        if (call.getKind() == SqlKind.POSITION && call.operandCount() > 2) {
            throw unsupported(call, "POSITION ... FROM");
        }
        if (call.getKind() == SqlKind.MINUS && call.operandCount() == 3) {
            types.dayTime(call.operand(2));
        }
        call.getOperandList().forEach(this::expression);
    }

    private void nullTreatment(SqlCall marked) {
        SqlCall function = marked.operand(0);
        boolean isAllowed = functions.isAggregate(function.getOperator().getName())
                && functions.isNullTreated(function.getOperator().getName());
        if (!isAllowed) {
            throw unsupported(marked, marked.getKind().sql);
        }
        expression(function);
    }

    /** {@code (begin, end)} or {@code (begin, length)}; CONTAINS takes a time too. */
    private void period(SqlNode operand) {
        if (operand.getKind() == SqlKind.ROW) {
            ((SqlCall) operand).getOperandList().forEach(this::expression);
        } else {
            expression(operand);
        }
    }

    /** A function over a sliding window. */
    private void over(SqlCall over) {
        if (!overAllowed) {
            throw at(
                    over,
                    "OVER can stand in the SELECT list and ORDER BY of a query without GROUP BY only; put it into a query in FROM and"
                            + " use its column");
        }
        SqlCall function = over.operand(0);
        boolean isMarked = function.getKind() == SqlKind.IGNORE_NULLS || function.getKind() == SqlKind.RESPECT_NULLS;
        SqlCall called = isMarked ? function.operand(0) : function;
        String name = called.getOperator().getName();
        if (!functions.isSliding(name)) {
            throw at(called, "%s cannot stand before OVER; %s can".formatted(name, functions.slidingNames()));
        }
        quantifier(called, name);
        overAllowed = false;
        called.getOperandList().forEach(this::expression);
        if (over.operand(1) instanceof SqlWindow window) {
            window(window);
        }
        overAllowed = true;
    }

    /** ALL says what is so without it; DISTINCT would need all rows of a stream. */
    private void quantifier(SqlCall call, String name) {
        SqlLiteral quantifier = call.getFunctionQuantifier();
        if (quantifier != null && quantifier.getValue() != SqlSelectKeyword.ALL) {
            throw unsupported(call, "%s(%s ...)".formatted(name, quantifier));
        }
    }

    /** Checks what stands between the parentheses of OVER. */
    void window(SqlWindow window) {
        SqlIdentifier other = window.getRefName();
        if (other != null) {
            throw at(
                    other,
                    "window %s is not there, or has a size or PARTITION BY, which another window cannot change"
                            .formatted(other));
        }
        expression(window.getPartitionList());
        if (!window.getOrderList().isEmpty()) {
            throw at(
                    window.getOrderList(),
                    "ORDER BY inside a window is not allowed: its rows are in the order of ROWTIME; leave it out");
        }
        if (!window.isAllowPartial()) {
            throw unsupported(window, "DISALLOW PARTIAL");
        }
        if (window.getExclude() != null && !SqlWindow.isExcludeNoOthers(window.getExclude())) {
            throw unsupported(window, "EXCLUDE");
        }
        SqlNode upper = window.getUpperBound();
        if (upper != null && !SqlWindow.isCurrentRow(upper)) {
            throw at(upper, "a window must end with CURRENT ROW");
        }
        SqlNode lower = window.getLowerBound();
        if (lower == null || SqlWindow.isCurrentRow(lower) || SqlWindow.isUnboundedPreceding(lower)) {
            return;
        }
        if (!(lower instanceof SqlCall bound) || !bound.getOperator().equals(SqlWindow.PRECEDING_OPERATOR)) {
            throw at(lower, "a window must begin with n PRECEDING, UNBOUNDED PRECEDING or CURRENT ROW");
        }
        size(bound.operand(0), window.isRows());
    }

    private void size(SqlNode size, boolean isRows) {
        if (isRows) {
            boolean isWhole =
                    size instanceof SqlNumericLiteral number && number.isInteger() && number.getPrec() != null;
            if (!isWhole) {
                throw at(size, "ROWS needs a whole number, for example ROWS 10 PRECEDING");
            }
            if (((SqlNumericLiteral) size).bigDecimalValue().signum() == 0) {
                throw at(size, "0 PRECEDING is not allowed; write CURRENT ROW");
            }
        } else if (size instanceof SqlIntervalLiteral literal) {
            types.interval(literal);
            if (literal.getValue() instanceof SqlIntervalLiteral.IntervalValue value
                    && (value.getSign() < 0
                            || value.getIntervalLiteral().strip().startsWith("-"))) {
                throw at(size, "the size of a window cannot be negative");
            }
        } else {
            throw at(size, "RANGE needs an interval, for example RANGE INTERVAL '1' MINUTE PRECEDING");
        }
    }

    private void known(SqlCall call, String name) {
        if (ExpressionRewriter.CLOCKS.contains(name) && call.operandCount() > 0) {
            throw at(call, name + " takes no precision: it always has milliseconds");
        }
        if (LogParsers.NAMES.contains(name)) {
            throw at(
                    call,
                    "%s gives a record: use it alone in the SELECT list of a query in FROM, as in SELECT STREAM"
                                    .formatted(name)
                            + " t.r.COLUMN1 FROM (SELECT STREAM %s(...) AS r FROM s) AS t".formatted(name));
        }
        boolean isClock = ExpressionRewriter.CLOCKS.contains(name);
        if (!isClock && !functions.isSupported(name) && !userFunctions.has(name)) {
            throw at(
                    call, "%s is not supported; supported functions are %s".formatted(name, functions.functionNames()));
        }
    }

    private AwsException unsupported(SqlNode node, String construct) {
        SqlParserPos at = node.getParserPosition();
        return source.unsupported(at.getLineNum(), at.getColumnNum(), construct);
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos at = node.getParserPosition();
        return source.error(at.getLineNum(), at.getColumnNum(), message);
    }
}
