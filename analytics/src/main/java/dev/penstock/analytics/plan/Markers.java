package dev.penstock.analytics.plan;

import java.util.List;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlMonotonicity;

/**
 * Functions that carry what Calcite has no words for through its validator and converter, from the rewritten query to the
 * planner. Users cannot write them.
 */
final class Markers {
    /** The row time of the row that a join gives out. */
    static final SqlFunction ROW_TIME =
            new Marker("$ROWTIME", ReturnTypes.explicit(SqlTypeName.TIMESTAMP), OperandTypes.NILADIC, true);

    /** Of row time and a length: when the stagger window of the row's group closes. */
    static final SqlFunction STAGGER = new Marker(
            "$STAGGER",
            ReturnTypes.ARG0,
            OperandTypes.family(SqlTypeFamily.TIMESTAMP, SqlTypeFamily.DATETIME_INTERVAL),
            true);

    /** Of two texts: the windows of a join's sides, see {@link JoinWindow}. */
    static final SqlFunction JOIN = new Marker(
            "$JOIN",
            ReturnTypes.BOOLEAN_NOT_NULL,
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            false);

    /** MONOTONIC(e): its value is e, which the user promises never goes back. */
    static final SqlFunction MONOTONIC = new Marker("MONOTONIC", ReturnTypes.ARG0, OperandTypes.ANY, true);

    /** An argument of a function of the user, as {@link ExactTypes} has it. */
    static final SqlFunction ARGUMENT =
            new Marker("$ARGUMENT", ReturnTypes.ARG1_NULLABLE, new ExactTypes(false), false);

    /** The result of a function of the user, as {@link ExactTypes} has it. */
    static final SqlFunction RESULT = new Marker("$RESULT", ReturnTypes.ARG1_NULLABLE, new ExactTypes(true), false);

    /** All of them. */
    static final List<SqlOperator> ALL = List.of(ROW_TIME, STAGGER, JOIN, MONOTONIC, ARGUMENT, RESULT);

    private Markers() {}

    /** Whether an operator is a marker; there is one object of each. */
    static boolean is(SqlOperator operator, SqlFunction marker) {
        return operator.equals(marker);
    }

    private static final class Marker extends SqlFunction {
        private final boolean isMonotonic;

        Marker(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands, boolean isMonotonic) {
            super(name, SqlKind.OTHER_FUNCTION, type, null, operands, SqlFunctionCategory.USER_DEFINED_FUNCTION);
            this.isMonotonic = isMonotonic;
        }

        @Override
        public SqlMonotonicity getMonotonicity(SqlOperatorBinding call) {
            return isMonotonic ? SqlMonotonicity.INCREASING : SqlMonotonicity.NOT_MONOTONIC;
        }
    }
}
