package dev.penstock.analytics.plan;

import java.math.BigDecimal;
import org.apache.calcite.rex.RexLiteral;

/** The length that an interval literal stands for. */
final class StepSize {
    private StepSize() {}

    static long millis(RexLiteral interval) {
        BigDecimal value = interval.getValueAs(BigDecimal.class);
        return value == null ? 0 : value.longValueExact();
    }
}
