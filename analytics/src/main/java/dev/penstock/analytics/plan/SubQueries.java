package dev.penstock.analytics.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of WHERE that ask whether a reference table has a row, {@code x [NOT] IN (SELECT c FROM t)},
 * {@code x > ANY (SELECT c FROM t)}, the same with ALL, and {@code [NOT] EXISTS (SELECT ... FROM t WHERE ...)}, become joins that keep a row at most once and give nothing of the
 * table. Other queries inside expressions are left for {@link QueryGuard} to refuse.
 */
final class SubQueries {
    /** What the names of tables begin with that are in FROM for a condition only. */
    static final String HIDDEN = "$sub";

    private final Catalog catalog;
    private int count;

    SubQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Rewrites a query and those in its FROM in place. */
    void rewrite(@Nullable SqlNode node) {
        if (node instanceof SqlSelect select) {
            rewrite(select.getFrom());
            if (select.getFrom() != null && select.getWhere() != null) {
                List<SqlNode> rest = new ArrayList<>();
                conjunct(select, select.getWhere(), rest);
                select.setWhere(rest.isEmpty() ? null : and(rest));
            }
        } else if (node instanceof SqlCall call && call.getKind() != SqlKind.IDENTIFIER) {
            call.getOperandList().stream().filter(Objects::nonNull).forEach(this::rewrite);
        }
    }

    private void conjunct(SqlSelect select, SqlNode condition, List<SqlNode> rest) {
        if (condition.getKind() == SqlKind.AND) {
            ((SqlCall) condition).getOperandList().forEach(part -> conjunct(select, part, rest));
            return;
        }
        boolean isNegated = condition.getKind() == SqlKind.NOT;
        SqlNode asked = isNegated ? ((SqlCall) condition).operand(0) : condition;
        Optional<SqlJoin> join = asked instanceof SqlCall call ? join(select, call, isNegated) : Optional.empty();
        if (join.isPresent()) {
            select.setFrom(join.get());
        } else {
            rest.add(condition);
        }
    }

    private Optional<SqlJoin> join(SqlSelect select, SqlCall asked, boolean isNegated) {
        boolean isExists = asked.getKind() == SqlKind.EXISTS;
        boolean isAsked = isExists || asked.getKind() == SqlKind.IN || asked.getKind() == SqlKind.NOT_IN;
        if (!isAsked && !isQuantified(asked)) {
            return Optional.empty();
        }
        if (!(asked.operand(isExists ? 0 : 1) instanceof SqlSelect inner) || !isPlain(inner)) {
            return Optional.empty();
        }
        return table(inner).flatMap(table -> {
            boolean isAll = asked.getKind() == SqlKind.NOT_IN || asked.getKind() == SqlKind.ALL;
            boolean isAnti = isNegated != isAll;
            return condition(asked, inner, table, isAnti).map(condition -> join(select, table, condition, isAnti));
        });
    }

    /** {@code = ANY (...)}, {@code > ALL (...)} and so on. */
    private static boolean isQuantified(SqlCall asked) {
        return asked.getOperator() instanceof SqlQuantifyOperator;
    }

    /** What the value of a row has to be for it to count: equal, or as the quantified comparison says. */
    private static SqlNode compared(SqlCall asked, SqlNode value, SqlNode column) {
        SqlKind kind = asked.getOperator() instanceof SqlQuantifyOperator quantified
                ? quantified.comparisonKind
                : SqlKind.EQUALS;
        SqlOperator comparison = switch (kind) {
            case EQUALS -> SqlStdOperatorTable.EQUALS;
            case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
            default -> throw new IllegalStateException(kind + " is no comparison");
        };
        return comparison.createCall(asked.getParserPosition(), value, column);
    }

    private static boolean isPlain(SqlSelect inner) {
        return inner.getGroup() == null
                && inner.getHaving() == null
                && inner.getWindowList().isEmpty()
                && inner.getFetch() == null
                && inner.getOffset() == null;
    }

    private Optional<Table> table(SqlSelect inner) {
        SqlNode from = inner.getFrom();
        boolean isAliased = from != null && from.getKind() == SqlKind.AS && ((SqlCall) from).operandCount() == 2;
        SqlNode read = isAliased ? ((SqlCall) Objects.requireNonNull(from)).operand(0) : from;
        if (!(read instanceof SqlIdentifier name)) {
            return Optional.empty();
        }
        String alias = isAliased
                ? ((SqlIdentifier) ((SqlCall) Objects.requireNonNull(from)).operand(1)).getSimple()
                : Util.last(name.names);
        return catalog.find(name.toString()).filter(Catalog.Entry::isTable).map(entry -> {
            List<String> columns =
                    entry.columns().stream().map(Relation.Column::name).toList();
            return new Table(name, alias, HIDDEN + count++, columns);
        });
    }

    private static Optional<SqlNode> condition(SqlCall asked, SqlSelect inner, Table table, boolean isAnti) {
        List<SqlNode> all = new ArrayList<>();
        if (asked.getKind() != SqlKind.EXISTS) {
            SqlNode value = asked.operand(0);
            List<SqlNode> values = value.getKind() == SqlKind.ROW ? ((SqlCall) value).getOperandList() : List.of(value);
            if (values.size() != inner.getSelectList().size()) {
                return Optional.empty();
            }
            SqlParserPos at = asked.getParserPosition();
            List<SqlNode> equal = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                SqlNode item = inner.getSelectList().get(i);
                SqlNode column = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
                if (column instanceof SqlIdentifier star && star.isStar()) {
                    return Optional.empty();
                }
                equal.add(compared(asked, values.get(i), table.inside(column)));
            }
            SqlNode same = and(equal);
            // What is NOT IN differs from every row for certain: an unknown comparison counts as equal.
            SqlPostfixOperator found = asked.getKind() == SqlKind.ALL
                    ? (isAnti ? SqlStdOperatorTable.IS_NOT_TRUE : SqlStdOperatorTable.IS_FALSE)
                    : (isAnti ? SqlStdOperatorTable.IS_NOT_FALSE : SqlStdOperatorTable.IS_TRUE);
            boolean isEqual = found.equals(SqlStdOperatorTable.IS_TRUE);
            all.add(isEqual ? same : found.createCall(at, same));
        }
        if (inner.getWhere() != null) {
            all.add(table.inside(inner.getWhere()));
        }
        return Optional.of(all.isEmpty() ? SqlLiteral.createBoolean(true, asked.getParserPosition()) : and(all));
    }

    private static SqlJoin join(SqlSelect select, Table table, SqlNode condition, boolean isAnti) {
        SqlParserPos at = table.name.getParserPosition();
        return new SqlJoin(
                at,
                Objects.requireNonNull(select.getFrom()),
                SqlLiteral.createBoolean(false, at),
                (isAnti ? JoinType.LEFT_ANTI_JOIN : JoinType.LEFT_SEMI_JOIN).symbol(at),
                table.renamed(),
                JoinConditionType.ON.symbol(at),
                condition);
    }

    private static SqlNode and(List<SqlNode> parts) {
        SqlNode all = parts.get(0);
        for (SqlNode part : Util.skip(parts)) {
            all = SqlStdOperatorTable.AND.createCall(part.getParserPosition(), all, part);
        }
        return all;
    }

    /**
     * A reference table and what it is called outside, where no name of the user is.
     *
     * @param alias what the query calls it
     */
    private record Table(SqlIdentifier name, String alias, String outside, List<String> columns) {

        SqlBasicCall renamed() {
            SqlParserPos at = name.getParserPosition();
            List<SqlNode> operands = new ArrayList<>(List.of(name, new SqlIdentifier(outside, at)));
            columns.forEach(column -> operands.add(new SqlIdentifier(outside + column, at)));
            return (SqlBasicCall) SqlStdOperatorTable.AS.createCall(at, operands);
        }

        /** An expression of the inner query as the join's condition has it. */
        SqlNode inside(SqlNode expression) {
            return Objects.requireNonNull(expression.accept(new SqlShuttle() {
                @Override
                public SqlNode visit(SqlIdentifier identifier) {
                    String column = Util.last(identifier.names);
                    boolean isOwn = columns.contains(column)
                            && (identifier.isSimple()
                                    || (identifier.names.size() == 2
                                            && identifier.names.get(0).equals(alias)));
                    return isOwn
                            ? new SqlIdentifier(List.of(outside, outside + column), identifier.getParserPosition())
                            : identifier;
                }
            }));
        }
    }
}
