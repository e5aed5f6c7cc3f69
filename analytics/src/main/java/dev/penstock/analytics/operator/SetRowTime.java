package dev.penstock.analytics.operator;

import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * Gives rows the time that one of their columns holds. It must not go back. What the clock says of the rows before says
 * nothing of that time, so no bound goes through.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, SELECT Clause, ROWTIME as an alias.
 */
public final class SetRowTime implements Operator {
    private final int column;
    private final boolean isColumnDropped;
    private final Operator down;
    private long last = Long.MIN_VALUE;

    /** @param isColumnDropped whether the rows go on without the column */
    public SetRowTime(int column, boolean isColumnDropped, Operator down) {
        this.column = column;
        this.isColumnDropped = isColumnDropped;
        this.down = down;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        Object time = values[column];
        if (time == null) {
            throw RowFailure.evaluation("the row time is NULL");
        }
        long own = (Long) time;
        if (own < last) {
            throw RowFailure.evaluation("the row time %s is before %s, that of a row before"
                    .formatted(TimeText.timestamp(own), TimeText.timestamp(last)));
        }
        last = own;
        down.row(own, isColumnDropped ? without(values) : values);
    }

    private @Nullable Object[] without(@Nullable Object[] values) {
        @Nullable Object[] others = new Object[values.length - 1];
        System.arraycopy(values, 0, others, 0, column);
        System.arraycopy(values, column + 1, others, column, others.length - column);
        return others;
    }

    @Override
    public void bound(long time) {}
}
