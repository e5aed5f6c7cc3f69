package dev.penstock.analytics.window;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * A function to compute over a sliding window.
 *
 * @param argument position in the row, or -1 for COUNT(*)
 * @param type of the result
 * @param ignoreNulls whether rows in which the argument is NULL are passed over; aggregates always do
 * @param offset how many rows back LAG looks; which row NTH_VALUE takes, 1 is the first
 * @param fallback of LAG: position of the column with the value for when there is no such row, or -1 for NULL
 * @param halfLifeMillis of EXP_AVG: the weight of a value halves in this time
 */
public record SlidingFunction(
        Kind kind, int argument, ColumnType type, boolean ignoreNulls, int offset, int fallback, long halfLifeMillis) {

    /** What grouped queries have too. */
    public static SlidingFunction of(Aggregate aggregate) {
        return new SlidingFunction(
                Kind.valueOf(aggregate.function().name()), aggregate.argument(), aggregate.type(), true, 0, -1, 0);
    }

    /** @param isUnbounded whether no row ever leaves the window */
    SlidingState state(boolean isUnbounded) {
        return switch (kind) {
            case COUNT -> new SlidingCount();
            case SUM, AVG ->
                type.kind().isApproximate()
                        ? new SlidingApproximateSum(type.kind(), kind == Kind.AVG)
                        : new SlidingExactSum(type, kind == Kind.AVG);
            case MIN -> new SlidingExtreme(-1);
            case MAX -> new SlidingExtreme(1);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
                new SlidingVariance(Aggregate.Function.valueOf(kind.name()));
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE, NTH_VALUE_LAST, LAG -> new SlidingPosition(this, isUnbounded);
            case EXP_AVG -> new SlidingExponentialAverage(halfLifeMillis);
        };
    }

    /** What is computed. */
    public enum Kind {
        COUNT(Aggregate.Function.COUNT),
        SUM(Aggregate.Function.SUM),
        MIN(Aggregate.Function.MIN),
        MAX(Aggregate.Function.MAX),
        AVG(Aggregate.Function.AVG),
        VAR_POP(Aggregate.Function.VAR_POP),
        VAR_SAMP(Aggregate.Function.VAR_SAMP),
        STDDEV_POP(Aggregate.Function.STDDEV_POP),
        STDDEV_SAMP(Aggregate.Function.STDDEV_SAMP),
        FIRST_VALUE(null),
        LAST_VALUE(null),
        NTH_VALUE(null),
        NTH_VALUE_LAST(null),
        LAG(null),
        EXP_AVG(Aggregate.Function.AVG);

        private final Aggregate.@Nullable Function aggregate;

        Kind(Aggregate.@Nullable Function aggregate) {
            this.aggregate = aggregate;
        }

        /** Whether the function can take values of a kind. */
        public boolean accepts(TypeKind kind) {
            return aggregate == null || Aggregate.accepts(aggregate, kind);
        }
    }
}
