package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.RowFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * UNION, INTERSECT and EXCEPT of streams with a column that never goes back, MONOTONIC(...): rows of one value of it are
 * compared with each other, and come out when every input has a later one, with the row time of the last of them or the
 * time that has passed since. Time alone completes nothing: an input that stays behind holds up the others.
 */
public final class SetChange implements Watermark.Waiting {
    private static final Comparator<@Nullable Object> ORDER = SetChange::compare;

    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private final List<Side> sides = new ArrayList<>();
    private final TreeMap<@Nullable Object, SetRows> open = new TreeMap<>(ORDER);
    private int held;
    private long passed = Long.MIN_VALUE;

    public SetChange(Spec spec, Operator down, RowErrors errors) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
        for (int i = 0; i < spec.inputs; i++) {
            sides.add(new Side(i));
        }
    }

    @SuppressWarnings("unchecked") // all values of a column have one class, and SQL types are Comparable
    private static int compare(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null
                ? Boolean.compare(one != null, other != null)
                : ((Comparable<Object>) one).compareTo(other);
    }

    /** Takes the rows of an input. */
    public Operator input(int index) {
        return sides.get(index);
    }

    @Override
    public long due() {
        return Watermark.NEVER;
    }

    @Override
    public int groups() {
        return held;
    }

    private void complete() {
        for (Map.Entry<@Nullable Object, SetRows> first = open.firstEntry();
                first != null && isPassed(first.getKey());
                first = open.firstEntry()) {
            open.pollFirstEntry();
            SetRows rows = first.getValue();
            held -= rows.size();
            rows.emit(Math.max(rows.last(), passed), down, errors);
        }
    }

    private boolean isPassed(@Nullable Object value) {
        return sides.stream().allMatch(side -> side.hasRow && ORDER.compare(side.value, value) > 0);
    }

    private final class Side implements Operator {
        private final int index;
        private boolean hasRow;
        private @Nullable Object value;
        private long bound = Long.MIN_VALUE;

        Side(int index) {
            this.index = index;
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            Object now = values[spec.column];
            if (!hasRow || ORDER.compare(now, value) > 0) {
                hasRow = true;
                value = now;
                complete();
            }
            SetRows rows = open.computeIfAbsent(now, key -> new SetRows(spec.tree, spec.inputs, spec.width));
            GroupKey row = rows.key(values);
            if (!rows.has(row)) {
                if (held == spec.maxRows) {
                    throw new RowFailure(
                            RowFailure.Kind.WINDOW_FULL,
                            "the set operation already holds %d different rows, the most it may"
                                    .formatted(spec.maxRows));
                }
                held++;
            }
            rows.add(index, row, rowTime);
        }

        @Override
        public void bound(long time) {
            bound = Math.max(bound, time);
            long all = sides.stream().mapToLong(side -> side.bound).min().orElse(passed);
            if (all > passed) {
                passed = all;
                down.bound(all);
            }
        }
    }

    /**
     * @param column that never goes back
     * @param inputs how many
     * @param width columns of each
     * @param maxRows different rows held at once; further ones fail
     */
    public record Spec(SetTree tree, int column, int inputs, int width, int maxRows) {}
}
