package dev.penstock.analytics.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What ends the groups of a grouped query.
 *
 * @param rowTime an expression, of the grouped query, for the row time of its results
 */
record GroupWindow(SqlNode rowTime) {
    private static final String EPOCH = "1970-01-01 00:00:00";

    /**
     * A key that cuts row time into windows: ROWTIME itself, FLOOR, CEIL or STEP of it, each with constant intervals added
     * or taken away inside and outside. Results have the end of the window.
     */
    static Optional<GroupWindow> ofTime(SqlNode key, Scope scope) {
        List<SqlCall> outside = new ArrayList<>();
        SqlNode cut = unshifted(key, outside);
        SqlNode start = back(key, outside);
        if (scope.isRowTime(cut)) {
            return Optional.of(new GroupWindow(start));
        }
        if (!(cut instanceof SqlCall call) || call.operandCount() != 2) {
            return Optional.empty();
        }
        List<SqlCall> inside = new ArrayList<>();
        if (!scope.isRowTime(unshifted(call.operand(0), inside))) {
            return Optional.empty();
        }
        boolean isUnit = call.operand(1) instanceof SqlIntervalQualifier;
        boolean isStep =
                call.getOperator().getName().equals(Functions.STEP) && call.operand(1) instanceof SqlIntervalLiteral;
        if (isUnit && call.getKind() == SqlKind.CEIL) {
            return Optional.of(new GroupWindow(back(start, inside)));
        }
        return isStep || (isUnit && call.getKind() == SqlKind.FLOOR)
                ? Optional.of(new GroupWindow(back(end(call, start), inside)))
                : Optional.empty();
    }

    /** What is left of an expression without the constant intervals that are added or taken away. */
    private static SqlNode unshifted(SqlNode expression, List<SqlCall> shifts) {
        SqlNode rest = expression;
        while (rest instanceof SqlCall call
                && (call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS)
                && call.operandCount() == 2
                && call.operand(1) instanceof SqlIntervalLiteral) {
            shifts.add(call);
            rest = call.operand(0);
        }
        return rest;
    }

    /** Takes shifts back. */
    private static SqlNode back(SqlNode expression, List<SqlCall> shifts) {
        SqlNode result = expression;
        for (SqlCall shift : shifts) {
            SqlOperator opposite =
                    shift.getKind() == SqlKind.PLUS ? SqlStdOperatorTable.MINUS : SqlStdOperatorTable.PLUS;
            result = opposite.createCall(shift.getParserPosition(), result, shift.operand(1));
        }
        return result;
    }

    private static SqlNode end(SqlCall cut, SqlNode start) {
        SqlParserPos at = cut.getParserPosition();
        SqlNode length = cut.operand(1) instanceof SqlIntervalQualifier unit
                ? SqlLiteral.createInterval(1, "1", new SqlIntervalQualifier(unit.getUnit(), null, at), at)
                : cut.operand(1);
        return SqlStdOperatorTable.PLUS.createCall(at, start, length);
    }

    /** A stagger window, whose key is the time of its end. */
    static GroupWindow ofStagger(SqlNode key) {
        return new GroupWindow(key);
    }

    /** A change of MONOTONIC(...): results have the row time of the last row, which is the greatest. */
    static GroupWindow ofChange(Scope scope, SqlParserPos at) {
        return new GroupWindow(SqlStdOperatorTable.MAX.createCall(at, scope.rowTime(at)));
    }

    /**
     * Rewrites the way in which templates of the service's console cut time into n units,
     * {@code FLOOR((s.ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND)}, as STEP.
     */
    static SqlNode withoutEpochIdiom(SqlNode key, Scope scope, SqlOperator step) {
        if (!(key instanceof SqlCall floor && floor.getKind() == SqlKind.FLOOR && floor.operandCount() == 2)
                || !(floor.operand(0) instanceof SqlCall quotient && quotient.getKind() == SqlKind.DIVIDE)
                || !(quotient.operand(0) instanceof SqlCall sinceEpoch && sinceEpoch.operandCount() == 3)
                || !(quotient.operand(1) instanceof SqlLiteral count && isWhole(count))
                || !(sinceEpoch.operand(1) instanceof SqlLiteral start)) {
            return key;
        }
        TimeUnit unit = ((SqlIntervalQualifier) floor.operand(1)).getUnit();
        boolean isSameUnit = ((SqlIntervalQualifier) sinceEpoch.operand(2)).getUnit() == unit;
        if (!isSameUnit || !isEpoch(start) || !scope.isRowTime(sinceEpoch.operand(0))) {
            return key;
        }
        SqlParserPos at = key.getParserPosition();
        SqlIntervalQualifier wide = new SqlIntervalQualifier(unit, 9, null, -1, at);
        SqlNode interval = SqlLiteral.createInterval(1, Objects.requireNonNull(count.toValue()), wide, at);
        return step.createCall(at, List.of(sinceEpoch.operand(0), interval));
    }

    /** The parser leaves the meaning of a TIMESTAMP literal to the validator. */
    private static boolean isEpoch(SqlLiteral start) {
        return start instanceof SqlUnknownLiteral literal
                && "TIMESTAMP".equals(literal.tag)
                && EPOCH.equals(literal.getValue());
    }

    private static boolean isWhole(SqlLiteral literal) {
        String text = literal.toValue();
        return text != null && text.chars().allMatch(Character::isDigit);
    }
}
