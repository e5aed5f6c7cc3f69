package dev.penstock.analytics.plan;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.util.Optionality;

/**
 * A function over the rows of a window that Calcite leaves as it is: its own LAG and NTH_VALUE take no frame and no
 * treatment of NULLs.
 */
final class WindowFunction extends SqlAggFunction {
    private final boolean takesNullTreatment;

    /** @param needsOver whether it cannot stand in a grouped query */
    WindowFunction(
            String name,
            SqlReturnTypeInference type,
            SqlOperandTypeChecker operands,
            boolean needsOver,
            boolean takesNullTreatment) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                type,
                null,
                operands,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                needsOver,
                Optionality.FORBIDDEN);
        this.takesNullTreatment = takesNullTreatment;
    }

    @Override
    public boolean allowsNullTreatment() {
        return takesNullTreatment;
    }
}
