package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.TypeKind;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What goes into and comes out of a function of the user is not cast. Of a value, NULL as the type that is asked for, and
 * what to call the value.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, CREATE FUNCTION. Lengths and digits may differ; so may the kinds of
 * number of literals and results.
 */
final class ExactTypes implements SqlOperandTypeChecker {
    private final boolean isResult;

    ExactTypes(boolean isResult) {
        this.isResult = isResult;
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
        RelDataType given = call.getOperandType(0);
        RelDataType wanted = call.getOperandType(1);
        TypeKind to = SqlTypes.kind(wanted).orElseThrow();
        Optional<TypeKind> from = SqlTypes.kind(given);
        boolean isFreeNumber = isResult || isNumber(call.operand(0));
        boolean fits = given.getSqlTypeName() == SqlTypeName.NULL
                || from.filter(kind -> fits(kind, to, isFreeNumber)).isPresent();
        if (!fits && throwOnFailure) {
            throw new Unsupported(
                    "%s is %s, not %s, and nothing is cast there by itself; write a CAST"
                            .formatted(call.getOperandLiteralValue(2, String.class), given, wanted),
                    call.operand(0).getParserPosition());
        }
        return fits;
    }

    private static boolean fits(TypeKind from, TypeKind to, boolean isFreeNumber) {
        boolean isNumber = from.isNumeric() && to.isNumeric();
        return isNumber ? isFreeNumber || from == to : from.isAssignableTo(to);
    }

    private static boolean isNumber(SqlNode node) {
        boolean isSigned = node.getKind() == SqlKind.MINUS_PREFIX || node.getKind() == SqlKind.PLUS_PREFIX;
        return node instanceof SqlNumericLiteral || (isSigned && isNumber(((SqlCall) node).operand(0)));
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.of(3);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
