package dev.penstock.analytics.window;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.Numbers;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * SUM and AVG of whole numbers and DECIMAL. The sum itself cannot overflow, only its result can; the average drops what
 * does not fit the scale (29 and 32 give 30).
 */
final class ExactSum implements Accumulator {
    private final ColumnType type;
    private final boolean isAverage;
    private BigDecimal carried = BigDecimal.ZERO;
    private long sum;
    private long count;

    ExactSum(ColumnType type, boolean isAverage) {
        this.type = type;
        this.isAverage = isAverage;
    }

    @Override
    public void add(Object value) {
        count++;
        if (value instanceof BigDecimal exact) {
            carried = carried.add(exact);
            return;
        }
        long number = ((Number) value).longValue();
        long next = sum + number;
        if (((sum ^ next) & (number ^ next)) < 0) {
            carried = carried.add(BigDecimal.valueOf(sum));
            next = number;
        }
        sum = next;
    }

    /** Takes back what was added. */
    void remove(Object value) {
        count -= 2;
        if (value instanceof BigDecimal exact) {
            add(exact.negate());
        } else if (((Number) value).longValue() == Long.MIN_VALUE) {
            add(BigDecimal.valueOf(Long.MIN_VALUE).negate());
        } else {
            add(-((Number) value).longValue());
        }
    }

    @Override
    public @Nullable Object result() {
        if (count == 0) {
            return null;
        }
        BigDecimal total = carried.add(BigDecimal.valueOf(sum));
        BigDecimal result =
                isAverage ? total.divide(BigDecimal.valueOf(count), type.scale(), RoundingMode.DOWN) : total;
        TypeKind kind = type.kind();
        return switch (kind) {
            case TINYINT -> (byte) Numbers.exact(result, kind);
            case SMALLINT -> (short) Numbers.exact(result, kind);
            case INTEGER -> (int) Numbers.exact(result, kind);
            case BIGINT -> Numbers.exact(result, kind);
            case DECIMAL -> Numbers.scaled(result, type.precision(), type.scale());
            case BOOLEAN, REAL, DOUBLE, CHAR, VARCHAR, BINARY, VARBINARY, DATE, TIME, TIMESTAMP ->
                throw new IllegalStateException("no exact sum of " + kind);
        };
    }
}
