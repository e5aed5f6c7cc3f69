package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.RowFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** What COUNT(*) counts. */
    private static final Object ROW = new Object();

    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private Map<GroupKey, Accumulator[]> groups = new LinkedHashMap<>();
    private long end = Watermark.NEVER;

    public Tumbling(Spec spec, Operator down, RowErrors errors) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        close(rowTime);
        GroupKey key = new GroupKey(values, spec.keys);
        Accumulator[] group = groups.get(key);
        if (group == null) {
            group = open(rowTime, key);
        }
        for (int i = 0; i < group.length; i++) {
            int argument = spec.aggregates.get(i).argument();
            Object value = argument < 0 ? ROW : values[argument];
            if (value != null) {
                group[i].add(value);
            }
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

    private Accumulator[] open(long rowTime, GroupKey key) {
        if (groups.size() == spec.maxGroups) {
            throw new RowFailure(
                    RowFailure.Kind.WINDOW_FULL,
                    "the window already holds %d groups, the most it may".formatted(spec.maxGroups));
        }
        Accumulator[] group =
                spec.aggregates.stream().map(Aggregate::accumulator).toArray(Accumulator[]::new);
        groups.put(key, group);
        end = spec.span.end(rowTime);
        return group;
    }

    private void close(long time) {
        if (time < end) {
            return;
        }
        long rowTime = end;
        List<Map.Entry<GroupKey, Accumulator[]>> complete = new ArrayList<>(groups.entrySet());
        groups = new LinkedHashMap<>();
        end = Watermark.NEVER;
        for (Map.Entry<GroupKey, Accumulator[]> group : complete) {
            emit(rowTime, group.getKey(), group.getValue());
        }
    }

    private void emit(long rowTime, GroupKey key, Accumulator[] group) {
        @Nullable Object[] result = new Object[spec.keys.length + group.length];
        for (int i = 0; i < spec.keys.length; i++) {
            result[i] = key.value(i);
        }
        try {
            for (int i = 0; i < group.length; i++) {
                result[spec.keys.length + i] = group[i].result();
            }
            down.row(rowTime, result);
        } catch (PipelineClosed closed) {
            throw closed;
        } catch (RuntimeException failure) {
            errors.failed(rowTime, result, failure);
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
        /** Groups of one window when nothing else is said: some 100 MB at worst. */
        public static final int MAX_GROUPS = 200_000;

        public Spec {
            keys = keys.clone();
            aggregates = List.copyOf(aggregates);
        }
    }
}
