package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.type.RowFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions over a sliding window: gives out one row for each that comes in, at once, with the results added at its end.
 * Rows are taken in order of arrival: of two with the same row time the earlier does not see the later. Nothing comes out
 * when a row leaves the window. Work for each row does not depend on how many the window holds.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, Windowed Aggregation on Streams; Developer Guide, Sliding Windows.
 */
public final class SlidingWindow implements Operator, Watermark.Waiting {
    private static final int RECOMPUTE_AFTER = 1_024;

    /** What COUNT(*) counts. */
    private static final Object ROW = new Object();

    private final Spec spec;
    private final Operator down;
    private final int[] arguments;
    private final int[] argumentOf;
    private final Map<GroupKey, Partition> partitions = new HashMap<>();

    /** The partition of each row that a window by time holds, in order of arrival, which is the order of leaving. */
    private final Deque<Partition> leaving = new ArrayDeque<>();

    private int held;

    public SlidingWindow(Spec spec, Operator down) {
        this.spec = spec;
        this.down = down;
        arguments = spec.functions.stream()
                .mapToInt(SlidingFunction::argument)
                .filter(argument -> argument >= 0)
                .distinct()
                .toArray();
        argumentOf = spec.functions.stream()
                .mapToInt(function -> indexOf(function.argument()))
                .toArray();
    }

    private int indexOf(int argument) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == argument) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        expire(rowTime);
        Partition partition = partition(values);
        partition.add(rowTime, values);
        @Nullable Object[] result = new Object[values.length + spec.functions.size()];
        System.arraycopy(values, 0, result, 0, values.length);
        partition.results(values, result);
        down.row(rowTime, result);
    }

    @Override
    public void bound(long time) {
        expire(time);
        down.bound(time);
    }

    @Override
    public long due() {
        return Watermark.NEVER;
    }

    /** Rows that the window holds; partitions when it keeps no rows since none ever leaves. */
    @Override
    public int groups() {
        return spec.frame.isUnbounded() ? partitions.size() : held;
    }

    private Partition partition(@Nullable Object[] values) {
        GroupKey key = new GroupKey(values, spec.keys);
        Partition partition = partitions.get(key);
        boolean isAdding = partition == null || !partition.replacesRow();
        if ((isAdding && held == spec.maxRows) || (partition == null && partitions.size() == spec.maxRows)) {
            throw new RowFailure(
                    RowFailure.Kind.WINDOW_FULL,
                    "the sliding window already holds %d %s, the most it may"
                            .formatted(spec.maxRows, held == spec.maxRows ? "rows" : "partitions"));
        }
        if (partition == null) {
            partition = new Partition(key);
            partitions.put(key, partition);
        }
        return partition;
    }

    /** Takes out what a window by time does not hold any more at {@code now}. */
    private void expire(long now) {
        if (spec.frame.isRows() || spec.frame.isUnbounded()) {
            return;
        }
        long oldest = now - spec.frame.size();
        for (Partition next = leaving.peekFirst(); next != null; next = leaving.peekFirst()) {
            if (next.rows.time(0) >= oldest) {
                return;
            }
            leaving.removeFirst();
            next.removeFirst();
            if (next.rows.size() == 0) {
                partitions.remove(next.key);
            }
        }
    }

    /** The rows of one combination of values of PARTITION BY. */
    private final class Partition {
        private final GroupKey key;
        private final WindowRows rows = new WindowRows();
        private final SlidingState[] states;
        private long unboundedSequence;
        private int removals;

        Partition(GroupKey key) {
            this.key = key;
            states = spec.functions.stream()
                    .map(function -> function.state(spec.frame.isUnbounded()))
                    .toArray(SlidingState[]::new);
        }

        /** Whether the next row drives one out, so that the window does not grow. */
        boolean replacesRow() {
            return spec.frame.isUnbounded() || (spec.frame.isRows() && rows.size() > spec.frame.size());
        }

        void add(long rowTime, @Nullable Object[] values) {
            @Nullable Object[] taken = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                taken[i] = values[arguments[i]];
            }
            long sequence = spec.frame.isUnbounded() ? unboundedSequence++ : keep(rowTime, taken);
            for (int i = 0; i < states.length; i++) {
                states[i].add(sequence, rowTime, argument(i, taken));
            }
        }

        private long keep(long rowTime, @Nullable Object[] taken) {
            if (!spec.frame.isRows()) {
                leaving.addLast(this);
            } else if (rows.size() > spec.frame.size()) {
                removeFirst();
            }
            long sequence = rows.nextSequence();
            rows.add(rowTime, taken);
            held++;
            return sequence;
        }

        private @Nullable Object argument(int function, @Nullable Object[] taken) {
            return argumentOf[function] < 0 ? ROW : taken[argumentOf[function]];
        }

        void removeFirst() {
            long sequence = rows.firstSequence();
            long rowTime = rows.time(0);
            @Nullable Object[] taken = rows.arguments(0);
            rows.removeFirst();
            held--;
            for (int i = 0; i < states.length; i++) {
                states[i].remove(sequence, rowTime, argument(i, taken));
            }
            if (++removals >= Math.max(RECOMPUTE_AFTER, rows.size())) {
                removals = 0;
                for (int i = 0; i < states.length; i++) {
                    if (argumentOf[i] >= 0) {
                        states[i].recompute(rows, argumentOf[i]);
                    }
                }
            }
        }

        void results(@Nullable Object[] values, @Nullable Object[] result) {
            for (int i = 0; i < states.length; i++) {
                int fallback = spec.functions.get(i).fallback();
                result[values.length + i] = states[i].result(fallback < 0 ? null : values[fallback]);
            }
        }
    }

    /**
     * What to compute. Result rows hold the input row, then the results.
     *
     * @param keys of PARTITION BY, positions in the input row
     * @param maxRows that the window may hold in all; further rows fail
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, read for each row
    public record Spec(int[] keys, Frame frame, List<SlidingFunction> functions, int maxRows) {
        /** Rows of one window when nothing else is said: some 100 MB with one argument. */
        public static final int MAX_ROWS = 1_000_000;

        public Spec {
            keys = keys.clone();
            functions = List.copyOf(functions);
        }
    }
}
