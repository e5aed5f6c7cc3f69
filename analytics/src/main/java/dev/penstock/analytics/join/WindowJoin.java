package dev.penstock.analytics.join;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.window.Frame;
import dev.penstock.analytics.window.GroupKey;
import dev.penstock.analytics.window.Watermark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/**
 * A join of two streams. Each side holds the rows of its window; a row that comes in meets those of the other side at
 * once, so a pair comes out when its second row comes in, with that row's time. A row that a side must keep although it
 * has no partner comes out when it leaves its window, with the time of that end; at once when the side has no window.
 */
public final class WindowJoin implements Watermark.Waiting {
    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private final DataContext context;
    private final Side left;
    private final Side right;
    private long passedBound = Long.MIN_VALUE;

    public WindowJoin(Spec spec, Operator down, RowErrors errors, DataContext context) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
        this.context = context;
        left = new Side(spec.left, spec.condition.leftKeys(), true);
        right = new Side(spec.right, spec.condition.rightKeys(), false);
    }

    /** Takes the rows of the left stream. */
    public Operator left() {
        return left;
    }

    /** Takes the rows of the right stream. */
    public Operator right() {
        return right;
    }

    @Override
    public long due() {
        return Math.min(left.due(), right.due());
    }

    /** Rows that both sides hold. */
    @Override
    public int groups() {
        return left.rows.size() + right.rows.size();
    }

    private void expire(long now) {
        // Rows that leave come out in the order of their time, whichever side they are of.
        while (true) {
            Side first = left.leaves() <= right.leaves() ? left : right;
            if (first.leaves() >= now) {
                return;
            }
            first.removeFirst(first.leaves());
        }
    }

    private void emit(long rowTime, @Nullable Object[] combined) {
        try {
            down.row(rowTime, combined);
        } catch (PipelineClosed closed) {
            throw closed;
        } catch (RuntimeException failure) {
            errors.failed(rowTime, combined, failure);
        }
    }

    /** One of the two streams and what is held of it. */
    private final class Side implements Operator {
        private final SideSpec kept;
        private final int[] keys;
        private final boolean isLeft;
        private final Deque<Held> rows = new ArrayDeque<>();
        private final Map<GroupKey, Deque<Held>> byKey = new HashMap<>();
        private long bound = Long.MIN_VALUE;

        Side(SideSpec kept, int[] keys, boolean isLeft) {
            this.kept = kept;
            this.keys = keys;
            this.isLeft = isLeft;
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            expire(rowTime);
            boolean replacesRow = kept.frame.isRows() && rows.size() > kept.frame.size();
            if (rows.size() == spec.maxRows && !replacesRow) {
                throw new RowFailure(
                        RowFailure.Kind.WINDOW_FULL,
                        "the window of the join already holds %d rows, the most it may".formatted(spec.maxRows));
            }
            Held arrived = new Held(rowTime, values, new GroupKey(values, keys));
            List<@Nullable Object[]> pairs = new ArrayList<>();
            List<Held> partners = new ArrayList<>();
            for (Held other : other().matching(arrived.key)) {
                @Nullable Object[] combined = combined(values, other.values, rowTime);
                if (spec.condition.accepts(context, combined)) {
                    pairs.add(combined);
                    partners.add(other);
                }
            }
            // Only now, since a condition that fails must leave all as it was.
            partners.forEach(partner -> partner.hasMatched = true);
            arrived.hasMatched = !pairs.isEmpty();
            hold(arrived);
            pairs.forEach(pair -> emit(rowTime, pair));
            boolean cannotMatch = kept.isOuter && kept.frame.isRows() && kept.frame.size() == 0;
            if (cannotMatch && !arrived.hasMatched) {
                arrived.hasMatched = true;
                emit(rowTime, combined(values, null, rowTime));
            }
        }

        private Side other() {
            return isLeft ? right : left;
        }

        private Iterable<Held> matching(GroupKey key) {
            Deque<Held> same = byKey.get(key);
            return same == null ? List.of() : same;
        }

        private void hold(Held arrived) {
            rows.addLast(arrived);
            byKey.computeIfAbsent(arrived.key, key -> new ArrayDeque<>()).addLast(arrived);
            if (kept.frame.isRows() && rows.size() > kept.frame.size() + 1) {
                removeFirst(arrived.rowTime);
            }
        }

        /** The last time at which the oldest row is still in the window. */
        private long leaves() {
            Held first = kept.frame.isRows() ? null : rows.peekFirst();
            return first == null ? Watermark.NEVER : first.rowTime + kept.frame.size();
        }

        /** When time must be told: a row that is kept without a partner is waited for. */
        long due() {
            long leaves = kept.isOuter ? leaves() : Watermark.NEVER;
            return leaves == Watermark.NEVER ? leaves : leaves + 1;
        }

        private void removeFirst(long rowTime) {
            Held gone = rows.removeFirst();
            Deque<Held> same = byKey.get(gone.key);
            if (same != null) {
                same.removeFirst(); // the oldest of all is the oldest of its key
                if (same.isEmpty()) {
                    byKey.remove(gone.key);
                }
            }
            if (kept.isOuter && !gone.hasMatched) {
                emit(rowTime, combined(gone.values, null, rowTime));
            }
        }

        private @Nullable Object[] combined(
                @Nullable Object[] own, @Nullable Object @Nullable [] others, long rowTime) {
            return isLeft
                    ? spec.condition.combined(own, others, rowTime)
                    : spec.condition.combined(others, own, rowTime);
        }

        @Override
        public void bound(long time) {
            bound = time;
            expire(time);
            long both = Math.min(bound, other().bound);
            if (both > passedBound) {
                passedBound = both;
                down.bound(both);
            }
        }
    }

    private static final class Held {
        private final long rowTime;
        private final @Nullable Object[] values;
        private final GroupKey key;
        private boolean hasMatched;

        Held(long rowTime, @Nullable Object[] values, GroupKey key) {
            this.rowTime = rowTime;
            this.values = values;
            this.key = key;
        }
    }

    /**
     * One side.
     *
     * @param frame what it holds; one without a window holds its current row
     * @param isOuter whether its rows come out without a partner too
     */
    public record SideSpec(Frame frame, boolean isOuter) {}

    /** @param maxRows of each side; further rows fail */
    public record Spec(SideSpec left, SideSpec right, JoinCondition condition, int maxRows) {}
}
