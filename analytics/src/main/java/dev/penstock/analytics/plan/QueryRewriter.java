package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.GroupWindow.Relation;
import dev.penstock.analytics.sql.SourceText;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Litmus;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Says in Calcite's words what the service leaves unsaid: a query of a pump is a stream, {@code *} leaves ROWTIME out,
 * every query in FROM has a ROWTIME, and ROWTIME alone in a grouped query is the end of the window.
 */
final class QueryRewriter {
    private static final String ROWTIME = StreamSchema.ROWTIME;

    private final SourceText source;
    private final Catalog catalog;
    private final Functions functions;
    private final SqlOperator step = unresolved(Functions.STEP);

    QueryRewriter(SourceText source, Catalog catalog, Functions functions) {
        this.source = source;
        this.catalog = catalog;
        this.functions = functions;
    }

    /** The query, changed in place where that is easier. It must have passed the {@link QueryGuard}. */
    SqlNode rewrite(SqlNode query) {
        return query(query, false);
    }

    private SqlNode query(SqlNode query, boolean isSource) {
        if (query instanceof SqlSelect select) {
            return select(select, isSource);
        }
        SqlCall union = (SqlCall) query;
        List<SqlNode> branches = union.getOperandList().stream()
                .map(branch -> query(branch, isSource))
                .toList();
        return SqlStdOperatorTable.UNION_ALL.createCall(union.getParserPosition(), branches);
    }

    private SqlSelect select(SqlSelect select, boolean isSource) {
        Relation relation = from(select);
        select.setWhere(plain(select.getWhere()));
        select.setHaving(plain(select.getHaving()));
        Optional<GroupWindow> window = group(select, relation);
        select.getWindowList().forEach(named -> frame((SqlWindow) named, relation));
        List<SqlNode> items = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            items.addAll(item(item, relation, select, window));
        }
        if (isSource && items.stream().noneMatch(item -> ROWTIME.equals(SqlValidatorUtil.alias(item)))) {
            SqlParserPos at = select.getSelectList().getParserPosition();
            items.add(window.map(found -> as(found.end(), at)).orElse(relation.column(ROWTIME, at)));
        }
        select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        if (window.isPresent() && select.getHaving() != null) {
            select.setHaving(grouped(select.getHaving(), select, window.get(), false));
        }
        SqlParserPos at = select.getParserPosition();
        select.setOperand(0, SqlNodeList.of(SqlSelectKeyword.STREAM.symbol(at)));
        return select;
    }

    private Relation from(SqlSelect select) {
        SqlNode from = Objects.requireNonNull(select.getFrom());
        if (from.getKind() != SqlKind.AS) {
            Relation relation = relation(from, from instanceof SqlIdentifier name ? Util.last(name.names) : "");
            select.setFrom(from instanceof SqlIdentifier ? from : query(from, true));
            return relation;
        }
        SqlCall as = (SqlCall) from;
        SqlNode read = as.operand(0);
        Relation relation = relation(read, ((SqlIdentifier) as.operand(1)).getSimple());
        as.setOperand(0, read instanceof SqlIdentifier ? read : query(read, true));
        return relation;
    }

    private Relation relation(SqlNode read, String alias) {
        if (read instanceof SqlIdentifier name) {
            return new Relation(alias, columns(name));
        }
        return new Relation(alias, columns(read));
    }

    private List<String> columns(SqlIdentifier name) {
        StreamSchema stream = catalog.find(name.toString()).orElseThrow(() -> noStream(name));
        return stream.columns().stream().map(StreamColumn::name).toList();
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

    /** Names of a query in FROM: those of its first SELECT. */
    private List<String> columns(SqlNode query) {
        if (!(query instanceof SqlSelect select)) {
            return columns(((SqlCall) query).<SqlNode>operand(0));
        }
        List<String> names = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            if (item instanceof SqlIdentifier star && star.isStar()) {
                names.addAll(fromColumns(Objects.requireNonNull(select.getFrom())));
            } else {
                String alias = SqlValidatorUtil.alias(item);
                names.add(alias == null ? "EXPR$" + names.size() : alias);
            }
        }
        names.remove(ROWTIME);
        return names;
    }

    private List<String> fromColumns(SqlNode from) {
        SqlNode read = from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(0) : from;
        return read instanceof SqlIdentifier name ? columns(name) : columns(read);
    }

    private Optional<GroupWindow> group(SqlSelect select, Relation relation) {
        SqlNodeList group = select.getGroup();
        if (group == null) {
            refuseAggregate(select);
            return Optional.empty();
        }
        List<SqlNode> keys = new ArrayList<>();
        GroupWindow window = null;
        for (SqlNode key : group) {
            SqlNode rewritten = GroupWindow.withoutEpochIdiom(key, relation, step);
            rewritten = Objects.requireNonNull(plain(rewritten));
            keys.add(rewritten);
            Optional<GroupWindow> found = GroupWindow.of(rewritten, relation);
            if (found.isPresent() ? window != null : mentionsRowTime(rewritten, relation)) {
                throw unsupported(key, "this use of ROWTIME in GROUP BY");
            }
            window = found.orElse(window);
        }
        if (window == null) {
            throw at(
                    group,
                    "GROUP BY of a stream needs a window of time: add FLOOR(ROWTIME TO unit) or"
                            + " STEP(ROWTIME BY INTERVAL 'n' unit)");
        }
        select.setGroupBy(new SqlNodeList(keys, group.getParserPosition()));
        return Optional.of(window);
    }

    private void refuseAggregate(SqlSelect select) {
        SqlBasicVisitor<@Nullable Void> search = new SqlBasicVisitor<>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.getKind() == SqlKind.OVER) {
                    return null;
                }
                if (functions.isAggregate(call.getOperator().getName())) {
                    throw at(
                            call,
                            "%s needs a window of time: add GROUP BY FLOOR(ROWTIME TO unit) or GROUP BY"
                                            .formatted(call.getOperator().getName())
                                    + " STEP(ROWTIME BY INTERVAL 'n' unit)");
                }
                return super.visit(call);
            }
        };
        select.getSelectList().accept(search);
        if (select.getHaving() != null) {
            throw at(select.getHaving(), "HAVING needs GROUP BY; use WHERE to filter rows");
        }
    }

    private List<SqlNode> item(SqlNode item, Relation relation, SqlSelect select, Optional<GroupWindow> window) {
        SqlParserPos at = item.getParserPosition();
        if (item instanceof SqlIdentifier star && star.isStar()) {
            boolean isKnown = star.names.size() == 1 || star.names.get(0).equals(relation.alias());
            if (!isKnown) {
                throw at(item, "%s: there is no %s in FROM".formatted(star, star.names.get(0)));
            }
            return relation.columns().stream()
                    .<SqlNode>map(column -> relation.column(column, at))
                    .toList();
        }
        boolean isNamed = item.getKind() == SqlKind.AS;
        SqlNode value = isNamed ? ((SqlCall) item).operand(0) : item;
        SqlNode name = isNamed ? ((SqlCall) item).operand(1) : null;
        boolean isRowTime = relation.isRowTime(value);
        if (name instanceof SqlIdentifier alias && alias.getSimple().equals(ROWTIME) && !isRowTime) {
            throw unsupported(item, "an expression AS ROWTIME, which sets the row time,");
        }
        SqlNode rewritten = Objects.requireNonNull(plain(value));
        frames(rewritten, relation);
        if (window.isPresent()) {
            rewritten = grouped(rewritten, select, window.get(), true);
        }
        if (name != null) {
            return List.of(SqlStdOperatorTable.AS.createCall(at, rewritten, name));
        }
        return List.of(isRowTime && window.isPresent() ? as(rewritten, at) : rewritten);
    }

    private void frames(SqlNode expression, Relation relation) {
        expression.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlWindow window) {
                    frame(window, relation);
                    return null;
                }
                return super.visit(call);
            }
        });
    }

    /** Says the order and the ends of a window: without an order Calcite makes one by RANGE the whole stream. */
    private static void frame(SqlWindow window, Relation relation) {
        SqlParserPos at = window.getParserPosition();
        window.setOrderList(SqlNodeList.of(relation.column(ROWTIME, at)));
        if (window.getLowerBound() == null) {
            window.setLowerBound(SqlWindow.createUnboundedPreceding(at));
        }
        window.setUpperBound(SqlWindow.createCurrentRow(at));
    }

    /** An expression of a grouped query: its ROWTIME is the end of the window. */
    private SqlNode grouped(SqlNode node, SqlSelect select, GroupWindow window, boolean isWhole) {
        boolean isKey =
                Objects.requireNonNull(select.getGroup()).stream().anyMatch(key -> key.equalsDeep(node, Litmus.IGNORE));
        if (isKey) {
            return node;
        }
        if (node instanceof SqlIdentifier identifier && identifier.names.equals(List.of(ROWTIME))) {
            if (isWhole) {
                return window.end();
            }
            throw at(
                    node,
                    "ROWTIME inside an expression of a grouped query is not clear: write ROWTIME alone for the end of the"
                            + " window, or repeat the expression of GROUP BY");
        }
        // What an aggregate takes is of the rows that go in, not of the one that comes out.
        if (node instanceof SqlCall call
                && !functions.isAggregate(call.getOperator().getName())) {
            for (int i = 0; i < call.operandCount(); i++) {
                SqlNode operand = call.getOperandList().get(i);
                if (operand instanceof SqlCall || operand instanceof SqlIdentifier) {
                    call.setOperand(i, grouped(operand, select, window, false));
                }
            }
        }
        return node;
    }

    private static SqlNode as(SqlNode value, SqlParserPos at) {
        return SqlStdOperatorTable.AS.createCall(at, value, new SqlIdentifier(ROWTIME, at));
    }

    private static boolean mentionsRowTime(SqlNode key, Relation relation) {
        boolean[] found = {false};
        key.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier identifier) {
                found[0] |= relation.isRowTime(identifier);
                return null;
            }
        });
        return found[0];
    }

    /** Puts our own functions in the place of forms that mean something else, or nothing, to Calcite. */
    private @Nullable SqlNode plain(@Nullable SqlNode expression) {
        return expression == null ? null : expression.accept(new Replacement());
    }

    private static SqlOperator unresolved(String name) {
        return new SqlUnresolvedFunction(
                new SqlIdentifier(name, SqlParserPos.ZERO),
                null,
                null,
                null,
                null,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos at = node.getParserPosition();
        return source.error(at.getLineNum(), at.getColumnNum(), message);
    }

    private AwsException unsupported(SqlNode node, String construct) {
        SqlParserPos at = node.getParserPosition();
        return source.unsupported(at.getLineNum(), at.getColumnNum(), construct);
    }

    private static final class Replacement extends SqlShuttle {
        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            SqlNode visited = super.visit(call);
            if (visited instanceof SqlCall substring && isRegex(substring)) {
                return unresolved(Functions.SUBSTRING_REGEX)
                        .createCall(call.getParserPosition(), substring.getOperandList());
            }
            boolean isSecond = visited instanceof SqlCall extract
                    && extract.getKind() == SqlKind.EXTRACT
                    && ((SqlIntervalQualifier) extract.operand(0)).getUnit() == TimeUnit.SECOND;
            return isSecond
                    ? unresolved(Functions.EXTRACT_SECOND)
                            .createCall(call.getParserPosition(), ((SqlCall) visited).<SqlNode>operand(1))
                    : visited;
        }

        private static boolean isRegex(SqlCall call) {
            return call.getOperator().equals(SqlStdOperatorTable.SUBSTRING)
                    && call.operandCount() == 2
                    && call.operand(1) instanceof SqlCharStringLiteral;
        }

        @Override
        public SqlNode visit(SqlIdentifier identifier) {
            boolean isClock = identifier.isSimple()
                    && identifier.getSimple().equals(Functions.CURRENT_ROW_TIMESTAMP)
                    && !identifier.isComponentQuoted(0);
            SqlParserPos at = identifier.getParserPosition();
            return isClock
                    ? SqlStdOperatorTable.LOCALTIMESTAMP.createCall(at, SqlLiteral.createExactNumeric("3", at))
                    : identifier;
        }
    }
}
