package dev.penstock.analytics.plan;

import dev.penstock.analytics.function.Casts;
import dev.penstock.analytics.function.TimeFunctions;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** CAST between each pair of types that the service allows and Penstock knows the result of. */
final class CastRules {
    private final RexBuilder rex;
    private final JavaCalls java;

    CastRules(RexBuilder rex, JavaCalls java) {
        this.rex = rex;
        this.java = java;
    }

    /** An expression of the target's type, nullable if {@code value} is. */
    RexNode cast(RexNode value, RelDataType target) {
        if (value.getType().getSqlTypeName() == SqlTypeName.NULL) {
            return rex.makeNullLiteral(target);
        }
        if (IntervalCasts.isInterval(value.getType())) {
            return new IntervalCasts(this).from(value, target).orElseThrow(() -> refused(value, target));
        }
        if (IntervalCasts.isInterval(target)) {
            return new IntervalCasts(this).to(value, target).orElseThrow(() -> refused(value, target));
        }
        TypeKind from = SqlTypes.kind(value.getType()).orElseThrow(() -> refused(value, target));
        ColumnType to = SqlTypes.column(target).orElseThrow(() -> refused(value, target));
        if (to.kind().isText()) {
            return toText(value, from, target, to);
        }
        if (to.kind().isBinary()) {
            return toBinary(value, from, target, to);
        }
        if (from == to.kind() && from != TypeKind.DECIMAL) {
            return value;
        }
        return switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> toInteger(value, from, target);
            case DECIMAL -> toDecimal(value, from, target, to);
            case REAL -> toReal(value, from, target);
            case DOUBLE -> toDouble(value, from, target);
            case BOOLEAN -> fromText(value, from, target, "toBoolean");
            case DATE ->
                from == TypeKind.TIMESTAMP
                        ? call(TimeFunctions.class, "timestampToDate", target, List.of(value), long.class)
                        : fromText(value, from, target, "toDate");
            case TIME ->
                from == TypeKind.TIMESTAMP
                        ? call(TimeFunctions.class, "timestampToTime", target, List.of(value), long.class)
                        : fromText(value, from, target, "toTime");
            case TIMESTAMP -> toTimestamp(value, from, target);
            case CHAR, VARCHAR, BINARY, VARBINARY -> throw refused(value, target);
        };
    }

    private RexNode toTimestamp(RexNode value, TypeKind from, RelDataType target) {
        if (from == TypeKind.TIME) {
            // Of the day on which it is computed, as the SQL standard says.
            RexNode now = rex.makeCall(target, SqlStdOperatorTable.LOCALTIMESTAMP, List.of());
            return call(TimeFunctions.class, "timeToTimestamp", target, List.of(value, now), int.class, long.class);
        }
        return from == TypeKind.DATE
                ? call(TimeFunctions.class, "dateToTimestamp", target, List.of(value), int.class)
                : fromText(value, from, target, "toTimestamp");
    }

    private RexNode toBinary(RexNode value, TypeKind from, RelDataType target, ColumnType to) {
        if (!from.isBinary()) {
            throw refused(value, target);
        }
        String method = to.kind() == TypeKind.BINARY ? "toBinary" : "toVarbinary";
        return call(Casts.class, method, target, List.of(value, literal(to.precision())), ByteString.class, int.class);
    }

    RelDataType decimal(int precision, int scale) {
        return rex.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, precision, scale);
    }

    RexNode interval(long millis, RelDataType type) {
        return rex.makeLiteral(BigDecimal.valueOf(millis), type, false);
    }

    /** A call of a method whose result has the given type, nullable if an argument is. */
    RexNode call(Class<?> owner, String method, RelDataType type, List<RexNode> arguments, Class<?>... parameters) {
        return call(java.to(owner, method, parameters), type, arguments);
    }

    SqlOperator method(Class<?> owner, String method, Class<?>... parameters) {
        return java.to(owner, method, parameters);
    }

    RexNode call(SqlOperator operator, RelDataType type, List<RexNode> arguments) {
        boolean isNullable =
                arguments.stream().anyMatch(argument -> argument.getType().isNullable());
        return rex.makeCall(rex.getTypeFactory().createTypeWithNullability(type, isNullable), operator, arguments);
    }

    RelDataType type(SqlTypeName name) {
        return rex.getTypeFactory().createSqlType(name);
    }

    RexNode literal(int value) {
        return rex.makeLiteral(value, type(SqlTypeName.INTEGER), false);
    }

    private RexNode toInteger(RexNode value, TypeKind from, RelDataType target) {
        TypeKind to = SqlTypes.kind(target).orElseThrow();
        if (from.isInteger() && max(from) < max(to)) {
            return widened(value, target);
        }
        if (!from.isNumeric() && !from.isText()) {
            throw refused(value, target);
        }
        long max = max(to);
        List<RexNode> arguments = List.of(source(value, from), bigint(-max - 1), bigint(max));
        RexNode whole =
                call(Casts.class, "whole", type(SqlTypeName.BIGINT), arguments, javaType(from), long.class, long.class);
        return to == TypeKind.BIGINT ? whole : widened(whole, target);
    }

    private RexNode toDecimal(RexNode value, TypeKind from, RelDataType target, ColumnType to) {
        boolean isSame = from == TypeKind.DECIMAL
                && value.getType().getPrecision() == to.precision()
                && value.getType().getScale() == to.scale();
        if (isSame) {
            return value;
        }
        if (!from.isNumeric() && !from.isText()) {
            throw refused(value, target);
        }
        List<RexNode> arguments = List.of(source(value, from), literal(to.precision()), literal(to.scale()));
        return call(Casts.class, "toDecimal", target, arguments, javaType(from), int.class, int.class);
    }

    private RexNode toReal(RexNode value, TypeKind from, RelDataType target) {
        RexNode wide = from == TypeKind.DOUBLE ? value : toDouble(value, from, type(SqlTypeName.DOUBLE));
        return call(Casts.class, "toReal", target, List.of(wide), double.class);
    }

    private RexNode toDouble(RexNode value, TypeKind from, RelDataType target) {
        if (value instanceof RexLiteral literal && from.isNumeric()) {
            BigDecimal exact = literal.getValueAs(BigDecimal.class);
            if (exact != null) {
                // Here once, instead of in the generated code for each row.
                return rex.makeApproxLiteral(
                        new BigDecimal(Double.toString(exact.doubleValue())), type(SqlTypeName.DOUBLE));
            }
        }
        if (from.isInteger() || from == TypeKind.REAL) {
            return widened(value, target);
        }
        if (from != TypeKind.DECIMAL && !from.isText()) {
            throw refused(value, target);
        }
        return call(Casts.class, "toDouble", target, List.of(value), javaType(from));
    }

    private RexNode toText(RexNode value, TypeKind from, RelDataType target, ColumnType to) {
        if (from.isText()) {
            boolean fits = value.getType().getPrecision() >= 0
                    && value.getType().getPrecision() <= to.precision()
                    && to.kind() == TypeKind.VARCHAR;
            boolean isUnlimited = target.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED;
            return fits || (isUnlimited && to.kind() == TypeKind.VARCHAR)
                    ? value
                    : cut(to.kind() == TypeKind.CHAR ? "toChar" : "toVarchar", value, target, to);
        }
        RexNode text = switch (from) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
                withLength("numberToText", source(value, from), javaType(from), target, to);
            case DATE -> withLength("dateToText", value, int.class, target, to);
            case TIME -> withLength("timeToText", value, int.class, target, to);
            case TIMESTAMP -> withLength("timestampToText", value, long.class, target, to);
            case BOOLEAN -> withLength("truthToText", value, boolean.class, target, to);
            case REAL -> withLength("numberToText", value, float.class, target, to);
            case DOUBLE -> withLength("numberToText", value, double.class, target, to);
            case CHAR, VARCHAR, BINARY, VARBINARY -> throw refused(value, target);
        };
        return to.kind() == TypeKind.CHAR ? cut("toChar", text, target, to) : text;
    }

    private RexNode cut(String method, RexNode value, RelDataType target, ColumnType to) {
        return withLength(method, value, String.class, target, to);
    }

    private RexNode withLength(String method, RexNode value, Class<?> parameter, RelDataType target, ColumnType to) {
        return call(Casts.class, method, target, List.of(value, literal(to.precision())), parameter, int.class);
    }

    private RexNode fromText(RexNode value, TypeKind from, RelDataType target, String method) {
        if (!from.isText()) {
            throw refused(value, target);
        }
        return call(Casts.class, method, target, List.of(value), String.class);
    }

    /** The value as the widest type that {@link #javaType} stands for. */
    private RexNode source(RexNode value, TypeKind from) {
        if (from.isInteger() && from != TypeKind.BIGINT) {
            return widened(value, type(SqlTypeName.BIGINT));
        }
        return from == TypeKind.REAL ? widened(value, type(SqlTypeName.DOUBLE)) : value;
    }

    private static Class<?> javaType(TypeKind from) {
        if (from.isInteger()) {
            return long.class;
        }
        if (from.isApproximate()) {
            return double.class;
        }
        return from == TypeKind.DECIMAL ? BigDecimal.class : String.class;
    }

    /** A cast that Calcite does without loss. */
    private RexNode widened(RexNode value, RelDataType target) {
        RelDataType type = rex.getTypeFactory()
                .createTypeWithNullability(target, value.getType().isNullable());
        return rex.makeAbstractCast(type, value, false);
    }

    RexNode bigint(long value) {
        return rex.makeLiteral(BigDecimal.valueOf(value), type(SqlTypeName.BIGINT), false);
    }

    private static long max(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            case BIGINT -> Long.MAX_VALUE;
            case BOOLEAN, DECIMAL, REAL, DOUBLE, CHAR, VARCHAR, BINARY, VARBINARY, DATE, TIME, TIMESTAMP ->
                throw new IllegalArgumentException(kind + " is not an integer type");
        };
    }

    private static Unsupported refused(RexNode value, RelDataType target) {
        return new Unsupported("CAST from %s to %s is not supported".formatted(value.getType(), target));
    }
}
