package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WINDOWED BY STAGGER: each group has a window of its own, which its first row opens and which closes a fixed time later.
 * The next row of the group after that opens another. The row time of a result is the time at which its window closes;
 * a row of just that time is not in it any more.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Stagger Windows.
 */
public final class StaggerWindow implements Operator, Watermark.Waiting {
    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private final Groups groups;

    /** All windows are equally long, so they close in the order in which they opened. */
    private final Deque<Open> closing = new ArrayDeque<>();

    public StaggerWindow(Spec spec, Operator down, RowErrors errors) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
        groups = new Groups(spec.keys, spec.aggregates, spec.maxGroups);
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        close(rowTime);
        @Nullable Object[] row = values.clone();
        row[spec.keys[spec.timeKey]] = null; // of all rows of a group the same, until it is given out
        GroupKey key = groups.key(row);
        boolean isNew = !groups.has(key);
        groups.add(key, row);
        if (isNew) {
            closing.addLast(new Open(rowTime + spec.lengthMillis, key));
        }
    }

    @Override
    public void bound(long time) {
        close(time);
        down.bound(time);
    }

    @Override
    public long due() {
        Open first = closing.peekFirst();
        return first == null ? Watermark.NEVER : first.end;
    }

    @Override
    public int groups() {
        return groups.size();
    }

    private void close(long time) {
        for (Open first = closing.peekFirst(); first != null && first.end <= time; first = closing.peekFirst()) {
            closing.removeFirst();
            groups.emit(first.end, first.key, spec.timeKey, down, errors);
        }
    }

    private record Open(long end, GroupKey key) {}

    /**
     * What to group and compute. Result rows hold the keys, then the aggregates.
     *
     * @param keys positions in the input row
     * @param timeKey which of the keys stands for the time at which the window closes
     * @param maxGroups open at once; rows of further groups fail
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, read for each row
    public record Spec(long lengthMillis, int[] keys, int timeKey, List<Aggregate> aggregates, int maxGroups) {
        public Spec {
            keys = keys.clone();
            aggregates = List.copyOf(aggregates);
        }
    }
}
