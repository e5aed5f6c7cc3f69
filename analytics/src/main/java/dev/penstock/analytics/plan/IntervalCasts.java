package dev.penstock.analytics.plan;

import dev.penstock.analytics.function.IntervalFunctions;
import dev.penstock.analytics.function.TimeFunctions;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/** CAST from and to intervals of days to seconds. */
final class IntervalCasts {
    private static final List<TimeUnit> UNITS = List.of(TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);
    private static final int DIGITS = 3;

    private final CastRules casts;

    IntervalCasts(CastRules casts) {
        this.casts = casts;
    }

    static boolean isInterval(RelDataType type) {
        return type.getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME;
    }

    /** Empty for a type that no interval becomes. */
    Optional<RexNode> from(RexNode interval, RelDataType target) {
        if (isInterval(target)) {
            return Optional.of(casts.call(IntervalFunctions.class, "same", target, List.of(interval), long.class));
        }
        Optional<ColumnType> to = SqlTypes.column(target);
        if (to.isEmpty()) {
            return Optional.empty();
        }
        TypeKind kind = to.get().kind();
        if (kind.isText()) {
            return Optional.of(text(interval, target, to.get()));
        }
        boolean isExact = kind.isInteger() || kind == TypeKind.DECIMAL;
        return isExact ? Optional.of(casts.cast(number(interval, kind), target)) : Optional.empty();
    }

    /** Empty when no interval is made of such a value. */
    Optional<RexNode> to(RexNode value, RelDataType interval) {
        if (SqlTypes.kind(value.getType()).filter(TypeKind::isText).isEmpty()) {
            return Optional.empty();
        }
        SqlIntervalQualifier units = units(interval);
        List<RexNode> arguments = List.of(value, first(units), last(units));
        return Optional.of(
                casts.call(IntervalFunctions.class, "parse", interval, arguments, String.class, int.class, int.class));
    }

    private RexNode text(RexNode interval, RelDataType target, ColumnType to) {
        SqlIntervalQualifier units = units(interval.getType());
        List<RexNode> arguments = List.of(interval, first(units), last(units), casts.literal(to.precision()));
        RexNode text = casts.call(
                IntervalFunctions.class, "toText", target, arguments, long.class, int.class, int.class, int.class);
        return to.kind() == TypeKind.CHAR ? casts.cast(text, target) : text;
    }

    private RexNode number(RexNode interval, TypeKind target) {
        SqlIntervalQualifier unit = units(interval.getType());
        if (!unit.isSingleDatetimeField()) {
            throw new Unsupported("CAST from %s to a number is not supported; only an interval of one unit has a number"
                    .formatted(interval.getType()));
        }
        if (target == TypeKind.DECIMAL) {
            RexNode millis = casts.bigint(unit.getStartUnit().multiplier.longValueExact());
            RelDataType type = casts.decimal(ColumnType.MAX_DIGITS, DIGITS);
            return casts.call(TimeFunctions.class, "units", type, List.of(interval, millis), long.class, long.class);
        }
        return casts.call(
                IntervalFunctions.class,
                "whole",
                casts.type(SqlTypeName.BIGINT),
                List.of(interval, first(unit)),
                long.class,
                int.class);
    }

    private RexNode first(SqlIntervalQualifier units) {
        return casts.literal(UNITS.indexOf(units.getStartUnit()));
    }

    private RexNode last(SqlIntervalQualifier units) {
        return casts.literal(UNITS.indexOf(units.isSingleDatetimeField() ? units.getStartUnit() : units.getEndUnit()));
    }

    private static SqlIntervalQualifier units(RelDataType interval) {
        return Objects.requireNonNull(interval.getIntervalQualifier());
    }
}
