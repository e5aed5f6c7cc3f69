package dev.penstock.analytics.operator;

import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/** Filters rows and computes columns. The row time stays as it is. */
public final class Calc implements Operator {
    private final RowProgram program;
    private final int width;
    private final DataContext context;
    private final Operator down;

    /** @param width number of result columns */
    public Calc(RowProgram program, int width, DataContext context, Operator down) {
        this.program = program;
        this.width = width;
        this.context = context;
        this.down = down;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        if (program.accepts(context, values)) {
            @Nullable Object[] result = new Object[width];
            program.project(context, values, result);
            down.row(rowTime, result);
        }
    }

    @Override
    public void bound(long time) {
        down.bound(time);
    }
}
