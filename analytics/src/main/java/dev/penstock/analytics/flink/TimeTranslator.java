package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/**
 * Functions that need the milliseconds of a time, which Flink's own ones leave out. The zone of a script is UTC, so that the
 * seconds of a text and of an epoch are the same.
 */
final class TimeTranslator {
    static final Set<String> NAMES = Set.of("UNIX_TIMESTAMP", "TSDIFF", "STEP");

    /** Milliseconds since 1970 of the first argument. */
    private static final String MILLIS =
            "(1000 * UNIX_TIMESTAMP(DATE_FORMAT(`$0`, 'yyyy-MM-dd HH:mm:ss')) + EXTRACT(MILLISECOND FROM `$0`))";

    private final Kinds kinds;

    TimeTranslator(Kinds kinds) {
        this.kinds = kinds;
    }

    static boolean isOne(SqlCall call) {
        return NAMES.contains(call.getOperator().getName()) || isSecond(call);
    }

    /** Whether it is EXTRACT(SECOND FROM ...), which has three decimals. */
    static boolean isSecond(SqlCall call) {
        return call.getKind() == SqlKind.EXTRACT
                && ((SqlIntervalQualifier) call.operand(0)).getUnit() == TimeUnit.SECOND;
    }

    SqlNode translated(SqlCall call, List<SqlNode> arguments) {
        return switch (call.getOperator().getName()) {
            case "UNIX_TIMESTAMP" -> millis(call.operand(0), arguments.get(0));
            case "TSDIFF" -> difference(call, arguments.get(0), arguments.get(1));
            case "STEP" -> step(call, arguments);
            default ->
                FlinkText.filled(
                        "CAST(EXTRACT(SECOND FROM `$0`) + EXTRACT(MILLISECOND FROM `$0`) / 1000.000 AS DECIMAL(5, 3))",
                        time(call.operand(1), arguments.get(1)));
        };
    }

    /** Milliseconds from the second argument to the first. */
    SqlNode difference(SqlCall call, SqlNode later, SqlNode earlier) {
        return FlinkText.filled("`$0` - `$1`", millis(call.operand(0), later), millis(call.operand(1), earlier));
    }

    private SqlNode millis(SqlNode original, SqlNode value) {
        return FlinkText.filled(MILLIS, time(original, value));
    }

    private SqlNode time(SqlNode original, SqlNode value) {
        Optional<TypeKind> kind = kinds.of(original);
        if (kind.equals(Optional.of(TypeKind.TIME))) {
            throw new Refusal(
                    original,
                    Ease.FUNCTION,
                    "a part of a TIME with milliseconds",
                    "Flink's TIME has whole seconds: keep a TIMESTAMP, or write a scalar function in Java");
        }
        return kind.equals(Optional.of(TypeKind.TIMESTAMP))
                ? value
                : FlinkText.filled("CAST(`$0` AS TIMESTAMP(3))", value);
    }

    private SqlNode step(SqlCall call, List<SqlNode> arguments) {
        if (!(call.operand(1) instanceof SqlIntervalLiteral length)) {
            return FlinkText.filled("`$0` - MOD(`$0`, `$1`)", arguments);
        }
        SqlNode millis = millis(call.operand(0), arguments.get(0));
        String size = Long.toString(FromTranslator.millis(length));
        return FlinkText.filled(
                "CAST(TO_TIMESTAMP_LTZ(`$0` - MOD(`$0`, %s), 3) AS TIMESTAMP(3))".formatted(size), millis);
    }
}
