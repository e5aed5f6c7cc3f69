package dev.penstock.analytics.plan;

import dev.penstock.analytics.function.TimeFunctions;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/** Arithmetic with intervals of days and less, which are milliseconds, and with days and times of the day. */
final class Intervals {
    private static final Class<?> FUNCTIONS = TimeFunctions.class;
    private static final int DIGITS = 19;
    private static final int SCALE = 6;

    private final CastRules casts;

    Intervals(CastRules casts) {
        this.casts = casts;
    }

    /** Empty for what is no such arithmetic. */
    Optional<RexNode> arithmetic(RexCall call) {
        RexNode left = call.getOperands().get(0);
        if (call.getOperands().size() == 1) {
            boolean isNegated = call.getKind() == SqlKind.MINUS_PREFIX && isInterval(left);
            return isNegated ? Optional.of(negated(left)) : Optional.empty();
        }
        RexNode right = call.getOperands().get(1);
        if (isInterval(left) && isInterval(right)) {
            return sum(call);
        }
        if (call.getKind() == SqlKind.TIMES || call.getKind() == SqlKind.DIVIDE) {
            return scaled(call, left, right);
        }
        if (isInterval(right)) {
            return moved(call, left, right);
        }
        return isInterval(call) ? difference(call, left, right) : Optional.empty();
    }

    private RexNode negated(RexNode interval) {
        return casts.call(
                FUNCTIONS,
                "intervalTimes",
                interval.getType(),
                List.of(interval, casts.cast(casts.literal(-1), decimal())),
                long.class,
                BigDecimal.class);
    }

    private Optional<RexNode> sum(RexCall call) {
        String method = switch (call.getKind()) {
            case PLUS -> "intervalPlus";
            case MINUS -> "intervalMinus";
            default -> "";
        };
        return method.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        casts.call(FUNCTIONS, method, call.getType(), call.getOperands(), long.class, long.class));
    }

    private Optional<RexNode> scaled(RexCall call, RexNode left, RexNode right) {
        RexNode interval = isInterval(left) ? left : right;
        RexNode number = isInterval(left) ? right : left;
        boolean isNumber =
                SqlTypes.kind(number.getType()).filter(TypeKind::isNumeric).isPresent();
        boolean isDivision = call.getKind() == SqlKind.DIVIDE;
        if (!isInterval(interval) || !isNumber || (isDivision && !isInterval(left))) {
            return Optional.empty();
        }
        return Optional.of(casts.call(
                FUNCTIONS,
                isDivision ? "intervalDivide" : "intervalTimes",
                interval.getType(),
                List.of(interval, casts.cast(number, decimal())),
                long.class,
                BigDecimal.class));
    }

    /** A day or a time of the day, and an interval; time stamps are left to Calcite. */
    private Optional<RexNode> moved(RexCall call, RexNode time, RexNode interval) {
        Optional<TypeKind> kind = SqlTypes.kind(time.getType());
        boolean isDay = kind.filter(TypeKind.DATE::equals).isPresent();
        boolean isSum = call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS;
        if (!isSum || (!isDay && kind.filter(TypeKind.TIME::equals).isEmpty())) {
            return Optional.empty();
        }
        RexNode by = call.getKind() == SqlKind.MINUS ? negated(interval) : interval;
        RelDataType type = call.getType();
        if (type.getSqlTypeName() == SqlTypeName.TIMESTAMP) {
            RexNode start = casts.cast(time, casts.type(SqlTypeName.TIMESTAMP));
            return Optional.of(
                    casts.call(FUNCTIONS, "timestampPlus", type, List.of(start, by), long.class, long.class));
        }
        String method = isDay ? "datePlus" : "timePlus";
        return Optional.of(casts.call(FUNCTIONS, method, type, List.of(time, by), int.class, long.class));
    }

    private Optional<RexNode> difference(RexCall call, RexNode left, RexNode right) {
        Optional<TypeKind> kind = SqlTypes.kind(left.getType());
        if (call.getKind() != SqlKind.MINUS || !kind.equals(SqlTypes.kind(right.getType()))) {
            return Optional.empty();
        }
        if (kind.filter(TypeKind.DATE::equals).isPresent()) {
            RelDataType time = casts.type(SqlTypeName.TIMESTAMP);
            return Optional.of(casts.call(
                    FUNCTIONS,
                    "tsdiff",
                    call.getType(),
                    List.of(casts.cast(left, time), casts.cast(right, time)),
                    long.class,
                    long.class));
        }
        return kind.filter(TypeKind.TIME::equals).isPresent()
                ? Optional.of(casts.call(
                        FUNCTIONS, "timeDifference", call.getType(), call.getOperands(), int.class, int.class))
                : Optional.empty();
    }

    /** The functions of an interval; EXTRACT(SECOND) takes times too. */
    RexNode function(RexCall call) {
        RexNode value = call.getOperands().get(0);
        RelDataType type = call.getType();
        return switch (call.getOperator().getName()) {
            case Functions.FLOOR_INTERVAL ->
                casts.call(FUNCTIONS, "floorInterval", type, call.getOperands(), long.class, long.class);
            case Functions.CEIL_INTERVAL ->
                casts.call(FUNCTIONS, "ceilInterval", type, call.getOperands(), long.class, long.class);
            case Functions.EXTRACT_PART -> part(call);
            default -> second(value, type);
        };
    }

    private RexNode second(RexNode value, RelDataType type) {
        boolean isTime = value.getType().getSqlTypeName() == SqlTypeName.TIME;
        boolean isAll = isInterval(value) && start(value) == TimeUnit.SECOND;
        String ofInterval = isAll ? "intervalSeconds" : "extractIntervalSecond";
        String method = isInterval(value) ? ofInterval : "extractSecond";
        return casts.call(FUNCTIONS, method, type, List.of(value), isTime ? int.class : long.class);
    }

    private RexNode part(RexCall call) {
        RexNode unit = call.getOperands().get(1);
        RexNode value = call.getOperands().get(0);
        // The first unit of an interval is not limited by the next larger one.
        boolean isFirst = start(value) == start(unit);
        RexNode larger =
                casts.interval(isFirst ? Long.MAX_VALUE : larger(unit.getType().getSqlTypeName()), unit.getType());
        return casts.call(
                FUNCTIONS,
                "extractInterval",
                call.getType(),
                List.of(value, unit, larger),
                long.class,
                long.class,
                long.class);
    }

    private static TimeUnit start(RexNode interval) {
        return Objects.requireNonNull(interval.getType().getIntervalQualifier()).getStartUnit();
    }

    private static long larger(SqlTypeName unit) {
        return unit == SqlTypeName.INTERVAL_HOUR ? 86_400_000 : 3_600_000;
    }

    private RelDataType decimal() {
        return casts.decimal(DIGITS, SCALE);
    }

    private static boolean isInterval(RexNode value) {
        return value.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME;
    }
}
