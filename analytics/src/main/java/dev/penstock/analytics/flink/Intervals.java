package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Lengths of time: as literals with the digits that Flink takes, as values in milliseconds where they become numbers. */
final class Intervals {
    /** Digits that need no precision, and the most that Flink's types have. */
    private static final int PLAIN = 2;

    private static final int MOST = 3;

    private final TimeTranslator times;
    private final Kinds kinds;

    Intervals(TimeTranslator times, Kinds kinds) {
        this.times = times;
        this.kinds = kinds;
    }

    /** A literal with a precision that holds its digits. */
    static SqlNode literal(SqlIntervalLiteral interval) {
        IntervalValue value = value(interval);
        SqlIntervalQualifier unit = value.getIntervalQualifier();
        int digits = value.getIntervalLiteral().split("\\D", 2)[0].length();
        if (digits <= PLAIN) {
            return interval;
        }
        SqlParserPos at = interval.getParserPosition();
        if (digits <= MOST) {
            return SqlLiteral.createInterval(
                    value.getSign(),
                    value.getIntervalLiteral(),
                    new SqlIntervalQualifier(
                            unit.getStartUnit(),
                            digits,
                            unit.timeUnitRange.endUnit,
                            unit.getFractionalSecondPrecisionPreservingDefault(),
                            at),
                    at);
        }
        if (unit.isYearMonth()
                || Math.abs(FromTranslator.millis(interval)) >= TimeUnit.DAY.multiplier.longValue() * 1_000) {
            throw new Refusal(
                    interval,
                    Ease.HAND,
                    "an interval of more than three digits",
                    "Flink's intervals have three at most: add a shorter one several times");
        }
        String days = FlinkText.days(Math.abs(FromTranslator.millis(interval)));
        return FlinkText.filled(value.getSign() < 0 ? "-" + days : days);
    }

    /**
     * A CAST of an interval to a whole number, or two intervals compared.
     *
     * @param translate any part of it
     */
    Optional<SqlNode> translated(SqlCall call, UnaryOperator<SqlNode> translate) {
        if (call.getKind() == SqlKind.CAST
                && call.operand(1) instanceof SqlDataTypeSpec type
                && unit(call.operand(0)).isPresent()) {
            long unit = unit(call.operand(0)).orElseThrow();
            return Kinds.kind(type).filter(TypeKind::isInteger).isPresent()
                    ? Optional.of(FlinkText.filled(
                            "CAST(`$0` / %d AS `$1`)".formatted(unit).replace("`$1`", FlinkText.of(type)),
                            millis(call.operand(0), translate)))
                    : Optional.empty();
        }
        boolean isComparison = SqlKind.COMPARISON.contains(call.getKind()) && call.operandCount() == 2;
        if (!isComparison
                || unit(call.operand(0)).isEmpty()
                || unit(call.operand(1)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(call.getOperator()
                .createCall(SqlParserPos.ZERO, millis(call.operand(0), translate), millis(call.operand(1), translate)));
    }

    /** The milliseconds of an interval's unit; empty for what is no interval of one unit. */
    private Optional<Long> unit(SqlNode node) {
        SqlIntervalQualifier unit = null;
        if (node instanceof SqlIntervalLiteral literal) {
            unit = value(literal).getIntervalQualifier();
        } else if (node instanceof SqlCall call && call.getKind() == SqlKind.MINUS && call.operandCount() == 3) {
            boolean areTimes = List.of(0, 1).stream()
                    .allMatch(i -> kinds.of(call.operand(i)).equals(Optional.of(TypeKind.TIMESTAMP)));
            unit = areTimes ? call.operand(2) : null;
        }
        return unit == null || unit.isYearMonth() || unit.timeUnitRange.endUnit != null
                ? Optional.empty()
                : Optional.of(unit.getStartUnit().multiplier.longValueExact());
    }

    private SqlNode millis(SqlNode node, UnaryOperator<SqlNode> translate) {
        if (node instanceof SqlIntervalLiteral literal) {
            return SqlLiteral.createExactNumeric(Long.toString(FromTranslator.millis(literal)), SqlParserPos.ZERO);
        }
        SqlCall difference = (SqlCall) node;
        return times.difference(
                difference, translate.apply(difference.operand(0)), translate.apply(difference.operand(1)));
    }

    private static IntervalValue value(SqlIntervalLiteral literal) {
        return Objects.requireNonNull((IntervalValue) literal.getValue());
    }

    /** Whether an expression is an interval by its form: a time and an interval are a time. */
    static boolean isInterval(SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            return node instanceof SqlIntervalLiteral;
        }
        return switch (call.getKind()) {
            case TIMES, DIVIDE -> call.getOperandList().stream().anyMatch(Intervals::isInterval);
            case PLUS, MINUS, MINUS_PREFIX, PLUS_PREFIX ->
                call.getOperandList().stream().allMatch(Intervals::isInterval);
            default -> false;
        };
    }
}
