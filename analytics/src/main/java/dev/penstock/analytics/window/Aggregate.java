package dev.penstock.analytics.window;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;

/**
 * An aggregate to compute.
 *
 * @param argument position in the row, or -1 for COUNT(*)
 * @param type of the result: that of the argument for SUM, MIN, MAX and AVG, BIGINT for COUNT, DOUBLE for the others
 * @param ignoreNulls false for a FIRST_VALUE or LAST_VALUE that may be NULL; all others ignore NULL arguments
 */
public record Aggregate(Function function, int argument, ColumnType type, boolean ignoreNulls) {

    /** One that ignores NULLs. */
    public Aggregate(Function function, int argument, ColumnType type) {
        this(function, argument, type, true);
    }

    Accumulator accumulator() {
        return switch (function) {
            case COUNT -> new CountAccumulator();
            case MIN -> new ExtremeAccumulator(-1);
            case MAX -> new ExtremeAccumulator(1);
            case SUM ->
                type.kind().isApproximate() ? new ApproximateSum(type.kind(), false) : new ExactSum(type, false);
            case AVG -> type.kind().isApproximate() ? new ApproximateSum(type.kind(), true) : new ExactSum(type, true);
            case FIRST_VALUE, LAST_VALUE -> new ValueAccumulator(function == Function.FIRST_VALUE, ignoreNulls);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> new VarianceAccumulator(function);
        };
    }

    /** Whether the function can take values of a kind. */
    public static boolean accepts(Function function, TypeKind kind) {
        return switch (function) {
            case COUNT, MIN, MAX, FIRST_VALUE, LAST_VALUE -> true;
            case SUM, AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> kind.isNumeric();
        };
    }

    /** What is computed. */
    public enum Function {
        COUNT,
        SUM,
        MIN,
        MAX,
        AVG,
        VAR_POP,
        VAR_SAMP,
        STDDEV_POP,
        STDDEV_SAMP,
        FIRST_VALUE,
        LAST_VALUE
    }
}
