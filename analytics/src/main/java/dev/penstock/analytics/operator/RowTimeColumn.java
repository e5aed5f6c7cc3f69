package dev.penstock.analytics.operator;

import org.jspecify.annotations.Nullable;

/** Gives rows their row time as first column, in the place of another column or of none. */
public final class RowTimeColumn implements Operator {
    private final int dropped;
    private final Operator down;

    /** @param dropped position of the column that goes, or -1 */
    public RowTimeColumn(int dropped, Operator down) {
        this.dropped = dropped;
        this.down = down;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        @Nullable Object[] timed = new Object[dropped < 0 ? values.length + 1 : values.length];
        timed[0] = rowTime;
        if (dropped < 0) {
            System.arraycopy(values, 0, timed, 1, values.length);
        } else {
            System.arraycopy(values, 0, timed, 1, dropped);
            System.arraycopy(values, dropped + 1, timed, dropped + 1, values.length - dropped - 1);
        }
        down.row(rowTime, timed);
    }

    @Override
    public void bound(long time) {
        down.bound(time);
    }
}
