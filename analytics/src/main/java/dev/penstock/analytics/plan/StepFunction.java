package dev.penstock.analytics.plan;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.validate.SqlMonotonicity;

/** STEP(time BY interval) and STEP(number BY number): grows whenever its first operand does, but not always. */
final class StepFunction extends SqlFunction {
    StepFunction(String name) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.ARG0_NULLABLE,
                null,
                OperandTypes.or(
                        OperandTypes.family(SqlTypeFamily.TIMESTAMP, SqlTypeFamily.DATETIME_INTERVAL),
                        OperandTypes.family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    @Override
    public SqlMonotonicity getMonotonicity(SqlOperatorBinding call) {
        SqlMonotonicity operand = call.getOperandMonotonicity(0);
        return operand == null ? SqlMonotonicity.NOT_MONOTONIC : operand.unstrict();
    }
}
