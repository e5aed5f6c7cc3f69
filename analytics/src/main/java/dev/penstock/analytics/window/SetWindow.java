package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.RowFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * UNION, INTERSECT and EXCEPT of streams whose rows hold a window of time: rows of one window are compared with each
 * other, and come out when all inputs have passed its end. Holds the windows that are open, one as a rule. NULLs are equal
 * to each other.
 */
public final class SetWindow implements Watermark.Waiting {
    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private final List<Side> sides = new ArrayList<>();
    private final TreeMap<Long, SetRows> open = new TreeMap<>();
    private int held;
    private long passed = Long.MIN_VALUE;

    public SetWindow(Spec spec, Operator down, RowErrors errors) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
        for (int i = 0; i < spec.areEnds.size(); i++) {
            sides.add(new Side(i, spec.areEnds.get(i)));
        }
    }

    /** Takes the rows of an input. */
    public Operator input(int index) {
        return sides.get(index);
    }

    @Override
    public long due() {
        return open.isEmpty() ? Watermark.NEVER : open.firstKey();
    }

    @Override
    public int groups() {
        return held;
    }

    private void add(int input, long end, long rowTime, @Nullable Object[] values) {
        SetRows rows = open.get(end);
        if (rows == null) {
            rows = new SetRows(spec.tree, sides.size(), spec.width);
            open.put(end, rows);
        }
        GroupKey row = rows.key(values);
        if (!rows.has(row)) {
            if (held == spec.maxRows) {
                throw new RowFailure(
                        RowFailure.Kind.WINDOW_FULL,
                        "the set operation already holds %d different rows, the most it may".formatted(spec.maxRows));
            }
            held++;
        }
        rows.add(input, row, rowTime);
    }

    private void pass() {
        long all = sides.stream().mapToLong(side -> side.bound).min().orElse(passed);
        if (all <= passed) {
            return;
        }
        passed = all;
        for (Map.Entry<Long, SetRows> first = open.firstEntry();
                first != null && first.getKey() <= all;
                first = open.firstEntry()) {
            open.remove(first.getKey());
            held -= first.getValue().size();
            first.getValue().emit(spec.span.rowTime(first.getKey()), down, errors);
        }
        down.bound(all);
    }

    private final class Side implements Operator {
        private final int index;
        private final boolean isEnd;
        private long bound = Long.MIN_VALUE;

        Side(int index, boolean isEnd) {
            this.index = index;
            this.isEnd = isEnd;
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            // What comes of a window has the time that its end is called.
            long end = isEnd ? rowTime - spec.span.rowTime(0) : spec.span.end(rowTime);
            add(index, end, rowTime, values);
        }

        @Override
        public void bound(long time) {
            bound = Math.max(bound, time);
            pass();
        }
    }

    /**
     * @param span how time is cut
     * @param areEnds for each input whether its rows are results of such windows, and not of their time
     * @param width columns of each input
     * @param maxRows different rows held at once; further ones fail
     */
    public record Spec(SetTree tree, Span span, List<Boolean> areEnds, int width, int maxRows) {
        public Spec {
            areEnds = List.copyOf(areEnds);
        }
    }
}
