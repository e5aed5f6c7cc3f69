package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.StreamSchema;
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
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Puts our own functions in the place of forms that mean something else, or nothing, to Calcite; the bodies of the user's
 * functions in the place of their calls; and stored columns in the place of fields of records.
 */
final class ExpressionRewriter extends SqlShuttle {
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
        Optional<SqlNode> body = functions.expand(original);
        if (body.isPresent()) {
            return rewrite(body.get());
        }
        SqlNode visited = super.visit(original);
        if (!(visited instanceof SqlCall call)) {
            return visited;
        }
        SqlParserPos at = original.getParserPosition();
        if (isRegex(call)) {
            return unresolved(Functions.SUBSTRING_REGEX).createCall(at, call.getOperandList());
        }
        boolean isSecond = call.getKind() == SqlKind.EXTRACT
                && ((SqlIntervalQualifier) call.operand(0)).getUnit() == TimeUnit.SECOND;
        return isSecond ? unresolved(Functions.EXTRACT_SECOND).createCall(at, call.<SqlNode>operand(1)) : call;
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
        if (isClock) {
            return SqlStdOperatorTable.LOCALTIMESTAMP.createCall(at, SqlLiteral.createExactNumeric("3", at));
        }
        if (scope.isJoin() && identifier.names.equals(List.of(StreamSchema.ROWTIME))) {
            return scope.rowTime(at);
        }
        return scope.field(identifier).orElse(identifier);
    }
}
