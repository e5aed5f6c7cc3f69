package dev.penstock.analytics.plan;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Where Calcite's reading of an expression is not that of SQL:2011: a period ends before its end, so two that touch do not
 * overlap and none contains its end; and a number is no truth value.
 */
final class Convertlets implements SqlRexConvertletTable {
    @Override
    public @Nullable SqlRexConvertlet get(SqlCall call) {
        SqlRexConvertlet usual = StandardConvertletTable.INSTANCE.get(call);
        if (usual == null) {
            return null;
        }
        return switch (call.getKind()) {
            case OVERLAPS ->
                (context, periods) -> overlaps(context.getRexBuilder(), usual.convertCall(context, periods));
            case CONTAINS ->
                call.operand(1).getKind() == SqlKind.ROW
                        ? usual
                        : (context, period) ->
                                containsTime(context.getRexBuilder(), usual.convertCall(context, period));
            case BETWEEN ->
                (context, between) -> {
                    refuseMixed(context, between);
                    return usual.convertCall(context, between);
                };
            case CAST ->
                (context, cast) -> {
                    refuseTruth(context, cast);
                    return isOfIntervals(context, cast) ? plainCast(context, cast) : usual.convertCall(context, cast);
                };
            default -> usual;
        };
    }

    /** Calcite has {@code end0 >= start1 AND end1 >= start0}. */
    private static RexNode overlaps(RexBuilder rex, RexNode touching) {
        RexCall first = (RexCall) ((RexCall) touching).getOperands().get(0);
        RexCall second = (RexCall) ((RexCall) touching).getOperands().get(1);
        RexNode isSameStart = rex.makeCall(
                SqlStdOperatorTable.EQUALS,
                first.getOperands().get(1),
                second.getOperands().get(1));
        RexNode isInside = rex.makeCall(
                SqlStdOperatorTable.AND,
                rex.makeCall(SqlStdOperatorTable.GREATER_THAN, first.getOperands()),
                rex.makeCall(SqlStdOperatorTable.GREATER_THAN, second.getOperands()));
        return rex.makeCall(SqlStdOperatorTable.OR, isSameStart, isInside);
    }

    /** Calcite has {@code start <= time AND end >= time}. */
    private static RexNode containsTime(RexBuilder rex, RexNode closed) {
        List<RexNode> both = ((RexCall) closed).getOperands();
        RexNode isBeforeEnd = rex.makeCall(SqlStdOperatorTable.GREATER_THAN, ((RexCall) both.get(1)).getOperands());
        return rex.makeCall(SqlStdOperatorTable.AND, both.get(0), isBeforeEnd);
    }

    /** Calcite would cast the text, and each row would fail. */
    private static void refuseMixed(SqlRexContext context, SqlCall between) {
        List<RelDataType> types = between.getOperandList().stream()
                .map(context.getValidator()::getValidatedNodeType)
                .toList();
        boolean isMixed = types.stream().anyMatch(SqlTypeUtil::isNumeric)
                && types.stream().anyMatch(SqlTypeUtil::isCharacter);
        if (isMixed) {
            throw new Unsupported(
                    "BETWEEN of %s, %s and %s is not supported".formatted(types.get(0), types.get(1), types.get(2)),
                    between.getParserPosition());
        }
    }

    private static boolean isOfIntervals(SqlRexContext context, SqlCall cast) {
        return SqlTypeUtil.isInterval(context.getValidator().getValidatedNodeType(cast))
                || SqlTypeUtil.isInterval(context.getValidator().getValidatedNodeType(cast.operand(0)));
    }

    /** Calcite would compute with the milliseconds of an interval at once, and forget its unit. */
    private static RexNode plainCast(SqlRexContext context, SqlCall cast) {
        return context.getRexBuilder()
                .makeAbstractCast(
                        context.getValidator().getValidatedNodeType(cast),
                        context.convertExpression(cast.operand(0)),
                        false);
    }

    private static void refuseTruth(SqlRexContext context, SqlCall cast) {
        SqlNode value = cast.operand(0);
        boolean isNumber = SqlTypeUtil.isNumeric(context.getValidator().getValidatedNodeType(value));
        boolean isToTruth = context.getValidator().getValidatedNodeType(cast).getSqlTypeName() == SqlTypeName.BOOLEAN;
        if (isNumber && isToTruth) {
            throw new Unsupported(
                    "CAST from %s to BOOLEAN is not supported; compare with 0"
                            .formatted(context.getValidator().getValidatedNodeType(value)),
                    cast.getParserPosition());
        }
    }
}
