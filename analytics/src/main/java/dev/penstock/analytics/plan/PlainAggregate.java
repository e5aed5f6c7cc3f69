package dev.penstock.analytics.plan;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.util.Optionality;

/**
 * An aggregate that Calcite leaves as it is: its own AVG and VAR_POP would be split into sums and counts,
 * with the rounding of whole numbers in between.
 */
final class PlainAggregate extends SqlAggFunction {
    PlainAggregate(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                type,
                null,
                operands,
                SqlFunctionCategory.NUMERIC,
                false,
                false,
                Optionality.FORBIDDEN);
    }
}
