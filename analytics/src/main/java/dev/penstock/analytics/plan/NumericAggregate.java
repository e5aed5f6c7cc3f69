package dev.penstock.analytics.plan;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.util.Optionality;

/**
 * An aggregate of numbers that Calcite leaves as it is: its own AVG and VAR_POP would be split into sums and counts,
 * with the rounding of whole numbers in between.
 */
final class NumericAggregate extends SqlAggFunction {
    NumericAggregate(String name, SqlReturnTypeInference type) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                type,
                null,
                OperandTypes.NUMERIC,
                SqlFunctionCategory.NUMERIC,
                false,
                false,
                Optionality.FORBIDDEN);
    }
}
