package dev.penstock.analytics.table;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.window.Span;
import dev.penstock.analytics.window.Watermark;
import org.jspecify.annotations.Nullable;

/**
 * What the functions over the values of one column in tumbling windows share. Windows are aligned to 1970-01-01 00:00; the
 * service does not say to what its own are. NULL is no item.
 */
abstract class TumblingItems implements TableFunction.Running {
    private final int column;
    private final Span span;
    private final Operator down;
    private long end = Watermark.NEVER;

    TumblingItems(int column, int seconds, Operator down) {
        this.column = column;
        this.span = new Span.Fixed(seconds * 1_000L);
        this.down = down;
    }

    abstract void add(Object item);

    /** Gives out what the window held and forgets it. */
    abstract void close(long rowTime, Operator out);

    @Override
    public final void row(long rowTime, @Nullable Object[] values) {
        closeUntil(rowTime);
        end = span.end(rowTime);
        Object item = values[column];
        if (item != null) {
            add(item);
        }
    }

    @Override
    public final void bound(long time) {
        closeUntil(time);
        down.bound(time);
    }

    private void closeUntil(long time) {
        if (time >= end) {
            long rowTime = end;
            end = Watermark.NEVER;
            close(rowTime, down);
        }
    }

    @Override
    public final long due() {
        return end;
    }
}
