package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The window of a grouped query.
 *
 * @param key the item of GROUP BY that names it
 * @param behind by how much the time of its input is behind, see {@link Relation}
 */
record Tumble(SqlNode key, long millis, long behind) {

    static Tumble of(QueryContext context, SqlNodeList group, Scope scope) {
        SqlParserPos at = group.getParserPosition();
        if (context.text().stagger(at.getLineNum(), at.getColumnNum()) != null) {
            throw new Refusal(
                    group,
                    Ease.FUNCTION,
                    "WINDOWED BY STAGGER",
                    "a ProcessTableFunction with state and a timer that opens a window at the first row of a key;"
                            + " TUMBLE and SESSION give other results");
        }
        for (SqlNode key : group) {
            Optional<Long> millis = millis(key, scope);
            if (millis.isPresent()) {
                return new Tumble(key, millis.get(), scope.first().behind());
            }
        }
        for (SqlNode key : group) {
            if (scope.isRowTime(key) || readsRowTime(key, scope)) {
                throw new Refusal(
                        key,
                        Ease.RESTRUCTURED,
                        "a window that is neither FLOOR nor STEP of ROWTIME itself",
                        "TUMBLE takes an offset as its fourth argument; compute the value from window_start");
            }
        }
        throw new Refusal(
                group,
                Ease.FUNCTION,
                "GROUP BY MONOTONIC(...)",
                "a ProcessTableFunction that keeps the group and gives it out when the value changes");
    }

    private static boolean readsRowTime(SqlNode key, Scope scope) {
        return key instanceof SqlCall call
                && !call.getOperator().getName().equals("MONOTONIC")
                && call.getOperandList().stream()
                        .anyMatch(operand ->
                                operand != null && (scope.isRowTime(operand) || readsRowTime(operand, scope)));
    }

    private static Optional<Long> millis(SqlNode key, Scope scope) {
        if (!(key instanceof SqlCall call) || call.operandCount() != 2) {
            return Optional.empty();
        }
        boolean isFloor = call.getKind() == SqlKind.FLOOR && call.operand(1) instanceof SqlIntervalQualifier;
        if (scope.isRowTime(call.operand(0))) {
            if (isFloor) {
                return Optional.of(unit(key, ((SqlIntervalQualifier) call.operand(1)).getUnit()));
            }
            boolean isStep = call.getOperator().getName().equals("STEP");
            return isStep && call.operand(1) instanceof SqlIntervalLiteral length
                    ? Optional.of(FromTranslator.millis(length))
                    : Optional.empty();
        }
        return isFloor ? sinceEpoch(call, scope) : Optional.empty();
    }

    /** {@code FLOOR((ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND)}. */
    private static Optional<Long> sinceEpoch(SqlCall floor, Scope scope) {
        boolean isIdiom = floor.operand(0) instanceof SqlCall quotient
                && quotient.getKind() == SqlKind.DIVIDE
                && quotient.operand(0) instanceof SqlCall difference
                && difference.operandCount() == 3
                && scope.isRowTime(difference.operand(0))
                && difference.operand(1) instanceof SqlLiteral;
        if (!isIdiom) {
            return Optional.empty();
        }
        SqlCall quotient = floor.operand(0);
        SqlNode start = ((SqlCall) quotient.operand(0)).operand(1);
        Optional<Long> count = ExpressionTranslator.whole(quotient.operand(1));
        boolean isEpoch =
                start instanceof SqlUnknownLiteral literal && literal.getValue().startsWith("1970-01-01");
        return isEpoch
                ? count.map(units -> units * unit(floor, ((SqlIntervalQualifier) floor.operand(1)).getUnit()))
                : Optional.empty();
    }

    private static long unit(SqlNode key, TimeUnit unit) {
        if (unit == TimeUnit.MONTH || unit == TimeUnit.YEAR) {
            throw new Refusal(
                    key,
                    Ease.HAND,
                    "a window of a " + unit,
                    "windows of Flink have a fixed length: TUMBLE by DAY and add the days up where the results are"
                            + " read");
        }
        return unit.multiplier.longValueExact();
    }

    /** The window's start as the service has it. */
    SqlNode start() {
        return edge("window_start");
    }

    /** The window's end as the service has it. */
    SqlNode end() {
        return edge("window_end");
    }

    private SqlNode edge(String column) {
        return FlinkText.filled(FlinkText.name(column) + (behind == 0 ? "" : " + " + FlinkText.interval(behind)));
    }

    /** TUMBLE over a table; where its times are behind, the windows are too. */
    String from(String table) {
        String offset = behind == 0 ? "" : ", INTERVAL '-0.%03d' SECOND(2, 3)".formatted(behind);
        return "TABLE(TUMBLE(TABLE %s, DESCRIPTOR(%s), %s%s))"
                .formatted(table, FlinkText.name(Relation.ROWTIME), FlinkText.interval(millis), offset);
    }
}
