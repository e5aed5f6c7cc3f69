package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.StreamSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Puts our own functions in the place of forms that mean something else, or nothing, to Calcite; the bodies of the user's
 * functions in the place of their calls; and stored columns in the place of fields of records.
 */
final class ExpressionRewriter extends SqlShuttle {
    /** Functions of the time at which the query began to run. */
    static final Set<String> CLOCKS =
            Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP");

    private static final Set<SqlKind> PERIOD_PREDICATES = EnumSet.of(
            SqlKind.OVERLAPS,
            SqlKind.CONTAINS,
            SqlKind.PERIOD_EQUALS,
            SqlKind.PRECEDES,
            SqlKind.IMMEDIATELY_PRECEDES,
            SqlKind.SUCCEEDS,
            SqlKind.IMMEDIATELY_SUCCEEDS);

    private final Scope scope;
    private final UserFunctions functions;

    ExpressionRewriter(Scope scope, UserFunctions functions) {
        this.scope = scope;
        this.functions = functions;
    }

    @Nullable
    SqlNode rewriteNullable(@Nullable SqlNode expression) {
        return expression == null ? null : rewrite(expression);
    }

    SqlNode rewrite(SqlNode expression) {
        return Objects.requireNonNull(expression.accept(this));
    }

    static SqlOperator unresolved(String name) {
        return new SqlUnresolvedFunction(
                new SqlIdentifier(name, SqlParserPos.ZERO),
                null,
                null,
                null,
                null,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall original) {
        Optional<SqlNode> body = functions.expand(original, scope);
        if (body.isPresent()) {
            return rewrite(body.get());
        }
        if (isChain(original)) {
            return rewrite(unchained(original));
        }
        if (CLOCKS.contains(original.getOperator().getName())) {
            return clock(original.getOperator().getName(), original.getParserPosition());
        }
        SqlNode visited = super.visit(original);
        if (!(visited instanceof SqlCall call)) {
            return visited;
        }
        SqlParserPos at = original.getParserPosition();
        if (isRegex(call)) {
            return unresolved(Functions.SUBSTRING_REGEX).createCall(at, call.getOperandList());
        }
        boolean isOfInterval = call.operandCount() == 2
                && call.operand(1) instanceof SqlIntervalQualifier
                && isInterval(call.operand(0));
        if (isOfInterval && (call.getKind() == SqlKind.FLOOR || call.getKind() == SqlKind.CEIL)) {
            boolean isFloor = call.getKind() == SqlKind.FLOOR;
            return unresolved(isFloor ? Functions.FLOOR_INTERVAL : Functions.CEIL_INTERVAL)
                    .createCall(at, call.operand(0), one(call.operand(1), at));
        }
        boolean isPart = call.getKind() == SqlKind.EXTRACT
                && isInterval(call.operand(1))
                && ((SqlIntervalQualifier) call.operand(0)).getUnit() != TimeUnit.SECOND;
        if (isPart) {
            return unresolved(Functions.EXTRACT_PART).createCall(at, call.operand(1), one(call.operand(0), at));
        }
        boolean isSecond = call.getKind() == SqlKind.EXTRACT
                && ((SqlIntervalQualifier) call.operand(0)).getUnit() == TimeUnit.SECOND;
        return isSecond ? unresolved(Functions.EXTRACT_SECOND).createCall(at, call.<SqlNode>operand(1)) : call;
    }

    /** Whether it is {@code a PRECEDES b PRECEDES c}, which is read as {@code (a PRECEDES b) PRECEDES c}. */
    private static boolean isChain(SqlCall call) {
        return PERIOD_PREDICATES.contains(call.getKind())
                && call.operand(0) instanceof SqlCall left
                && PERIOD_PREDICATES.contains(left.getKind());
    }

    /** {@code a PRECEDES b AND b PRECEDES c}, as AWS defines a chain. */
    private static SqlNode unchained(SqlCall chain) {
        SqlCall left = chain.operand(0);
        SqlParserPos at = chain.getParserPosition();
        SqlNode right = chain.getOperator().createCall(at, left.<SqlNode>operand(1), chain.<SqlNode>operand(1));
        return SqlStdOperatorTable.AND.createCall(at, left, right);
    }

    private static SqlNode one(SqlIntervalQualifier unit, SqlParserPos at) {
        return SqlLiteral.createInterval(1, "1", new SqlIntervalQualifier(unit.getUnit(), null, at), at);
    }

    /** Whether an expression is an interval by its form: no column can be one. */
    private static boolean isInterval(SqlNode node) {
        if (node instanceof SqlIntervalLiteral) {
            return true;
        }
        if (!(node instanceof SqlCall call)) {
            return false;
        }
        return switch (call.getKind()) {
            case MINUS ->
                call.operandCount() == 3 || call.getOperandList().stream().allMatch(ExpressionRewriter::isInterval);
            case PLUS -> call.getOperandList().stream().allMatch(ExpressionRewriter::isInterval);
            case TIMES, DIVIDE -> call.getOperandList().stream().anyMatch(ExpressionRewriter::isInterval);
            case MINUS_PREFIX, PLUS_PREFIX -> isInterval(call.operand(0));
            case CAST -> call.operand(1) instanceof SqlIntervalQualifier;
            default ->
                call.getOperator().getName().equals(Functions.FLOOR_INTERVAL)
                        || call.getOperator().getName().equals(Functions.CEIL_INTERVAL);
        };
    }

    private static SqlNode clock(String name, SqlParserPos at) {
        SqlNode now = SqlStdOperatorTable.CURRENT_TIMESTAMP.createCall(at, SqlLiteral.createExactNumeric("3", at));
        if (name.endsWith("TIMESTAMP")) {
            return now;
        }
        SqlTypeName type = name.endsWith("DATE") ? SqlTypeName.DATE : SqlTypeName.TIME;
        return SqlStdOperatorTable.CAST.createCall(
                at, now, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, at), at));
    }

    private static boolean isRegex(SqlCall call) {
        return call.getOperator().equals(SqlStdOperatorTable.SUBSTRING)
                && call.operandCount() == 2
                && call.operand(1) instanceof SqlCharStringLiteral;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        SqlParserPos at = identifier.getParserPosition();
        boolean isClock = identifier.isSimple()
                && identifier.getSimple().equals(Functions.CURRENT_ROW_TIMESTAMP)
                && !identifier.isComponentQuoted(0);
        if (identifier.isSimple() && !identifier.isComponentQuoted(0) && CLOCKS.contains(identifier.getSimple())) {
            return clock(identifier.getSimple(), at);
        }
        if (isClock) {
            return SqlStdOperatorTable.LOCALTIMESTAMP.createCall(at, SqlLiteral.createExactNumeric("3", at));
        }
        if (scope.isJoin() && identifier.names.equals(List.of(StreamSchema.ROWTIME))) {
            return scope.rowTime(at);
        }
        return scope.merged(identifier)
                .<SqlNode>map(column -> column.clone(at))
                .or(() -> scope.field(identifier))
                .orElse(identifier);
    }
}
