package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY with a window of time. Holds the groups of the current window only; gives out one row for each of them, in
 * the order in which they began, when a row or a bound at or after the end of the window comes. The row time of what it
 * gives out is the end of the window. A row on the border belongs to the later window; a window without rows gives
 * nothing.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Tumbling Windows (Aggregations Using GROUP BY).
 */
public final class Tumbling implements Operator, Watermark.Waiting {
    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private final Groups groups;
    private long end = Watermark.NEVER;

    public Tumbling(Spec spec, Operator down, RowErrors errors) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
        groups = new Groups(spec.keys, spec.aggregates, spec.maxGroups);
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        close(rowTime);
        groups.add(groups.key(values), values);
        if (end == Watermark.NEVER) {
            end = spec.span.end(rowTime);
        }
    }

    @Override
    public void bound(long time) {
        close(time);
        down.bound(time);
    }

    @Override
    public long due() {
        return end;
    }

    @Override
    public int groups() {
        return groups.size();
    }

    private void close(long time) {
        if (time >= end) {
            long rowTime = spec.span.rowTime(end);
            end = Watermark.NEVER;
            groups.emitAll(rowTime, down, errors);
        }
    }

    /**
     * What to group and compute. Result rows hold the keys, then the aggregates.
     *
     * @param keys positions in the input row
     * @param maxGroups of one window; rows of further groups fail
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, read for each row
    public record Spec(Span span, int[] keys, List<Aggregate> aggregates, int maxGroups) {
        /** Groups of one window when nothing else is said. */
        public static final int MAX_GROUPS = 1_000_000;

        public Spec {
            keys = keys.clone();
            aggregates = List.copyOf(aggregates);
        }
    }
}
