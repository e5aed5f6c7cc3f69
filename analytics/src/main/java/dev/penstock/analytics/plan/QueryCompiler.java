package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.Relation.Column;
import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.table.TableFunction;
import dev.penstock.analytics.table.TableFunctions;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Compiles one query. Each query in its FROM is compiled by itself, as a stream that only this query reads; so what
 * Calcite sees never has more than one level, and every level has a row time.
 */
final class QueryCompiler implements FromClause.Derivation {
    private final QueryText text;
    private final Catalog catalog;
    private final Dialect dialect;
    private final Functions functions;
    private final UserFunctions userFunctions;
    private final JavaCalls java;
    private final LogColumns logs;
    private final QueryGuard guard;

    QueryCompiler(
            QueryText text,
            Catalog catalog,
            Dialect dialect,
            Functions functions,
            UserFunctions userFunctions,
            JavaCalls java) {
        this.text = text;
        this.catalog = catalog;
        this.dialect = dialect;
        this.functions = functions;
        this.userFunctions = userFunctions;
        this.java = java;
        logs = new LogColumns(text.source());
        guard = new QueryGuard(text.source(), functions, userFunctions);
    }

    /**
     * @param parsed gets the query as it is written, and may change it
     * @throws AwsException CodeValidationException with the place in the code
     */
    Compiled compile(Consumer<SqlNode> parsed) {
        SqlNode query = validator().parse(text);
        parsed.accept(query);
        new SubQueries(catalog).rewrite(query);
        guard.check(query);
        return compile(query, false);
    }

    private QueryValidator validator() {
        return new QueryValidator(dialect, functions.table(logs.operator()));
    }

    private Compiled compile(SqlNode query, boolean isSource) {
        boolean isTimedLater = isSource && isComparing(query);
        QueryValidator validator = validator();
        List<Column> columns = new ArrayList<>();
        OwnTime time = new OwnTime();
        SqlNode rewritten = rewrite(query, isSource && !isTimedLater, columns, time);
        List<SqlParserPos> positions = items(rewritten);
        RelNode relation = validator.convert(rewritten, text, catalog);
        if (time.column >= 0) {
            checkRowTime(relation.getRowType().getFieldList().get(time.column), positions.get(time.column));
        }
        Semantics semantics = new Semantics(validator.rex(), functions, java);
        ExpressionCompiler expressions = new ExpressionCompiler(validator.rex(), dialect.conformance());
        Steps steps = new Steps(validator.rex(), semantics, expressions);
        PlanNode plan = new Planner(catalog, functions, logs, steps, time.setAt).plan(relation);
        Compiled compiled = new Compiled(plan, relation.getRowType(), columns, positions, time.column, time.isOwn);
        if (!isTimedLater) {
            return compiled;
        }
        if (time.listed.size() > 1) {
            throw at(query, "ROWTIME must stand at the same place of all SELECT lists of a set operation in FROM");
        }
        return compiled.timedFirst(time.listed.iterator().next(), validator.rowTime());
    }

    /** Whether it has a set operation that compares rows. */
    private static boolean isComparing(SqlNode query) {
        return query instanceof SqlCall set
                && set.getOperator() instanceof SqlSetOperator operator
                && (operator.getKind() != SqlKind.UNION
                        || !operator.isAll()
                        || set.getOperandList().stream().anyMatch(QueryCompiler::isComparing));
    }

    private void checkRowTime(RelDataTypeField field, SqlParserPos at) {
        if (field.getType().getSqlTypeName() != SqlTypeName.TIMESTAMP) {
            throw text.source()
                    .error(
                            at.getLineNum(),
                            at.getColumnNum(),
                            "AS ROWTIME sets the row time, which is a TIMESTAMP and not %s".formatted(field.getType()));
        }
    }

    private SqlNode rewrite(SqlNode query, boolean isSource, List<Column> columns, OwnTime time) {
        if (query instanceof SqlSelect select) {
            SelectRewriter rewriter = rewriter(select, time);
            rewriter.rewrite(isSource);
            columns.addAll(rewriter.columns());
            time.setAt(rewriter.ownTime());
            time.listed.add(storedNames(columns).indexOf(SelectRewriter.LISTED_ROWTIME));
            return select;
        }
        if (query instanceof SqlOrderBy ordered) {
            return orderBy(ordered, isSource, columns, time);
        }
        SqlCall union = (SqlCall) query;
        SqlSetOperator operator = (SqlSetOperator) union.getOperator();
        if (time.setAt.equals(SqlParserPos.ZERO) && !(operator.getKind() == SqlKind.UNION && operator.isAll())) {
            time.setAt = union.operand(1).getParserPosition();
        }
        List<SqlNode> branches = new ArrayList<>();
        for (SqlNode branch : union.getOperandList()) {
            List<Column> its = new ArrayList<>();
            branches.add(rewrite(branch, isSource, its, time));
            if (columns.isEmpty()) {
                columns.addAll(its);
            }
        }
        if (time.isOwn) {
            throw at(
                    union,
                    "a stream whose row time a query sets (AS ROWTIME) cannot be a branch of %s: its times are not"
                                    .formatted(operator.getName())
                            + " comparable with those of others");
        }
        return operator.createCall(union.getParserPosition(), branches);
    }

    private SelectRewriter rewriter(SqlSelect select, OwnTime time) {
        FromClause from = new FromClause(text, catalog, this, guard, select);
        Scope scope = from.rewrite(userFunctions);
        time.isOwn |= from.hasOwnTime();
        return new SelectRewriter(
                text, functions, logs, this, select, scope, new ExpressionRewriter(scope, userFunctions));
    }

    private SqlNode orderBy(SqlOrderBy ordered, boolean isSource, List<Column> columns, OwnTime time) {
        SqlParserPos at = ordered.getParserPosition();
        List<SqlNode> order = new ArrayList<>();
        SqlNode query;
        if (ordered.query instanceof SqlSelect select) {
            SelectRewriter rewriter = rewriter(select, time);
            rewriter.rewrite(isSource);
            columns.addAll(rewriter.columns());
            if (rewriter.ownTime() >= 0) {
                throw at(ordered.orderList, "ORDER BY of a query that sets the row time (AS ROWTIME) is not supported");
            }
            ordered.orderList.forEach(item -> order.add(rewriter.order(item)));
            query = select;
        } else {
            query = rewrite(ordered.query, isSource, columns, time);
            order.addAll(ordered.orderList);
        }
        return new SqlOrderBy(at, query, new SqlNodeList(order, ordered.orderList.getParserPosition()), null, null);
    }

    @Override
    public Catalog.Entry query(SqlNode query) {
        Compiled compiled = compile(query, true);
        Catalog.Entry entry = catalog.derive(stored(query, compiled), compiled.columns(), compiled.timed(false));
        if (compiled.hasOwnTime()) {
            catalog.setOwnTime(entry.schema().name());
        }
        return entry;
    }

    /** The columns of a query in FROM as they are stored, without ROWTIME. */
    private List<StreamColumn> stored(SqlNode query, Compiled compiled) {
        List<StreamColumn> stored = new ArrayList<>();
        List<RelDataTypeField> fields = compiled.row().getFieldList();
        List<String> names = storedNames(compiled.columns());
        for (RelDataTypeField field : fields.subList(1, fields.size())) {
            String name = names.get(field.getIndex() - 1);
            ColumnType type = SqlTypes.column(field.getType())
                    .orElseThrow(() -> at(
                            query,
                            "column %s of this query has type %s, which no column can have; write a CAST"
                                    .formatted(name, field.getType())));
            stored.add(new StreamColumn(name, type, !field.getType().isNullable()));
        }
        return stored;
    }

    private static List<String> storedNames(List<Column> columns) {
        return columns.stream().flatMap(column -> column.stored().stream()).toList();
    }

    @Override
    public Catalog.Entry table(SqlCall table) {
        SqlCall call = table.operand(0);
        SqlNode query = ((SqlCall) call.operand(0)).operand(0);
        Compiled compiled = compile(query, true);
        List<Object> arguments = new ArrayList<>();
        for (SqlNode operand : call.getOperandList().subList(1, call.operandCount())) {
            arguments.add(literal(operand));
        }
        try {
            TableFunction function =
                    TableFunctions.create(call.getOperator().getName(), arguments, stored(query, compiled));
            List<Column> columns = function.columns().stream()
                    .map(column -> Column.plain(column.name()))
                    .toList();
            Catalog.Entry entry =
                    catalog.derive(function.columns(), columns, new PlanNode.Function(compiled.timed(false), function));
            if (compiled.hasOwnTime()) {
                catalog.setOwnTime(entry.schema().name());
            }
            return entry;
        } catch (IllegalArgumentException wrong) {
            throw at(call, String.valueOf(wrong.getMessage()));
        }
    }

    private Object literal(SqlNode operand) {
        if (operand instanceof SqlCharStringLiteral text) {
            return text.getValueAs(String.class);
        }
        if (operand instanceof SqlNumericLiteral number) {
            return number.getValueAs(BigDecimal.class);
        }
        if (operand instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.BOOLEAN) {
            return literal.booleanValue();
        }
        throw at(operand, "a table function takes literals after its cursor");
    }

    @Override
    public SqlNode expression(String code) {
        return validator().parseExpression(text, code);
    }

    /** Where the items of the first SELECT list stand. */
    private static List<SqlParserPos> items(SqlNode query) {
        if (query instanceof SqlSelect select) {
            return select.getSelectList().stream()
                    .map(SqlNode::getParserPosition)
                    .toList();
        }
        return items(query instanceof SqlOrderBy ordered ? ordered.query : ((SqlCall) query).<SqlNode>operand(0));
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos at = node.getParserPosition();
        return text.source().error(at.getLineNum(), at.getColumnNum(), message);
    }

    /**
     * A query that can be started.
     *
     * @param row the columns that come out
     * @param columns the same as a query that reads them sees them
     * @param positions where the items of the first SELECT list stand
     * @param timeColumn the column that sets the row time, -1 when none does
     * @param hasOwnTime whether this query, or one that it reads, sets the row time
     */
    record Compiled(
            PlanNode plan,
            RelDataType row,
            List<Column> columns,
            List<SqlParserPos> positions,
            int timeColumn,
            boolean hasOwnTime) {

        /** The plan, with the row time that the query sets. */
        PlanNode timed(boolean isColumnDropped) {
            return timeColumn < 0 ? plan : new PlanNode.OwnTime(plan, timeColumn, isColumnDropped);
        }

        /**
         * With the row time as first column.
         *
         * @param listed position of the column that is the row time already, or -1
         */
        Compiled timedFirst(int listed, RelDataType rowTime) {
            List<RelDataTypeField> fields = new ArrayList<>();
            fields.add(new RelDataTypeFieldImpl(StreamSchema.ROWTIME, 0, rowTime));
            for (RelDataTypeField field : row.getFieldList()) {
                if (field.getIndex() != listed) {
                    fields.add(new RelDataTypeFieldImpl(field.getName(), fields.size(), field.getType()));
                }
            }
            List<Column> others = new ArrayList<>(columns);
            others.removeIf(column -> listed >= 0 && column.name().equals(SelectRewriter.LISTED_ROWTIME));
            PlanNode timed = new PlanNode.Timed(plan, listed);
            return new Compiled(timed, new RelRecordType(fields), others, positions, -1, hasOwnTime);
        }

        /** Without the column that sets the row time. */
        Compiled withoutTime() {
            List<RelDataTypeField> fields = new ArrayList<>(row.getFieldList());
            fields.remove(timeColumn);
            List<Column> others = new ArrayList<>(columns);
            others.remove(timeColumn);
            List<SqlParserPos> places = new ArrayList<>(positions);
            places.remove(timeColumn);
            return new Compiled(timed(true), new RelRecordType(fields), others, places, -1, true);
        }
    }

    /** What becomes known of the row time while a query is rewritten. */
    private static final class OwnTime {
        private final Set<Integer> listed = new HashSet<>();
        private int column = -1;
        private boolean isOwn;
        private SqlParserPos setAt = SqlParserPos.ZERO;

        void setAt(int position) {
            column = position;
            isOwn |= position >= 0;
        }
    }
}
