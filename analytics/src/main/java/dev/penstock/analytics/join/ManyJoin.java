package dev.penstock.analytics.join;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.window.Frame;
import dev.penstock.analytics.window.Watermark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/**
 * A join of three streams or more, or of two and a reference table between them. Each stream holds the rows of its window,
 * each join what its sides hold together: a joined row leaves with the first of the rows that it is made of. So what comes
 * out does not depend on the order in which the streams are joined: a row comes with the last of its parts, when the others
 * are still in their windows. A row that a side must keep without a partner comes when it leaves, with that time; at once
 * when one of its streams has no window, or when only the reference table could have given it a partner.
 */
public final class ManyJoin implements Watermark.Waiting {
    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private final DataContext context;
    private final List<Stream> streams = new ArrayList<>();
    private int held;
    private long passedBound = Long.MIN_VALUE;

    /** @param tables the rows of a reference table */
    public ManyJoin(
            Spec spec,
            Function<String, List<@Nullable Object[]>> tables,
            Operator down,
            RowErrors errors,
            DataContext context) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
        this.context = context;
        part(spec.root, null, true, false, tables);
    }

    private JoinPart part(
            Node node,
            @Nullable JoinPart parent,
            boolean isLeft,
            boolean isWaited,
            Function<String, List<@Nullable Object[]>> tables) {
        boolean isStatic = node instanceof Table;
        JoinPart part = new JoinPart(parent, isLeft, isStatic);
        if (node instanceof Pair pair) {
            part.condition = pair.condition;
            boolean waitsLeft = pair.keepsLeft && !(pair.right instanceof Table);
            boolean waitsRight = pair.keepsRight && !(pair.left instanceof Table);
            part.keepsLeft = pair.keepsLeft;
            part.keepsRight = pair.keepsRight;
            part.left = part(pair.left, part, true, isWaited || waitsLeft, tables);
            part.right = part(pair.right, part, false, isWaited || waitsRight, tables);
        } else if (node instanceof Source source) {
            streams.add(new Stream(part, source.frame, isWaited));
        } else if (node instanceof Table table) {
            tables.apply(table.name).forEach(row -> part.hold(new JoinedRow(part, row, null, null, false)));
        }
        return part;
    }

    /** Takes the rows of a stream; they are counted as they are written. */
    public Operator input(int stream) {
        return streams.get(stream);
    }

    /** Rows that the streams hold, and those joined of them that wait for more. */
    @Override
    public int groups() {
        return held;
    }

    @Override
    public long due() {
        long due = Watermark.NEVER;
        for (Stream stream : streams) {
            long leaves = stream.isWaited ? stream.leaves() : Watermark.NEVER;
            due = Math.min(due, leaves == Watermark.NEVER ? leaves : leaves + 1);
        }
        return due;
    }

    private void expire(long now) {
        while (true) {
            Stream first = streams.get(0);
            for (Stream stream : streams) {
                first = stream.leaves() < first.leaves() ? stream : first;
            }
            if (first.leaves() >= now) {
                return;
            }
            first.removeFirst(first.leaves());
        }
    }

    /** Finds all that a new row makes, without changing anything: a condition may fail. */
    private void gather(JoinedRow row, long rowTime, List<JoinedRow> made) {
        made.add(row);
        if (held + made.size() > spec.maxRows) {
            throw new RowFailure(
                    RowFailure.Kind.WINDOW_FULL,
                    "the windows of the join already hold %d rows, the most they may".formatted(spec.maxRows));
        }
        JoinPart part = row.part;
        JoinPart parent = part.parent;
        if (parent == null) {
            return;
        }
        boolean hasMatched = false;
        for (JoinedRow other : part.sibling().matching(part.key(row.values))) {
            JoinedRow joined = parent.joined(part.isLeft ? row : other, part.isLeft ? other : row, rowTime);
            if (parent.condition().accepts(context, joined.values)) {
                hasMatched = true;
                gather(joined, rowTime, made);
            }
        }
        boolean isLoneNow = part.isKept() && (row.isCurrent || part.sibling().isStatic);
        if (!hasMatched && isLoneNow) {
            gather(parent.lone(row, rowTime), rowTime, made);
        }
    }

    private List<JoinedRow> hold(List<JoinedRow> made) {
        List<JoinedRow> results = new ArrayList<>();
        for (JoinedRow row : made) {
            row.link();
            if (row.part.parent == null) {
                results.add(row);
            } else {
                row.part.hold(row);
                held++;
            }
        }
        return results;
    }

    private void emit(long rowTime, List<JoinedRow> results) {
        for (JoinedRow result : results) {
            try {
                down.row(rowTime, result.values);
            } catch (PipelineClosed closed) {
                throw closed;
            } catch (RuntimeException failure) {
                errors.failed(rowTime, result.values, failure);
            }
        }
    }

    private void remove(JoinedRow row, long time) {
        row.part.release(row);
        held--;
        row.unlink();
        for (JoinedRow made : row.takeMade()) {
            remove(made, time);
        }
        JoinPart parent = row.part.parent;
        if (parent != null && row.part.isKept() && !row.hasMatched) {
            leaveAlone(parent.lone(row, time), time);
        }
    }

    /** What finds no partner any more meets the other streams once, when it leaves. */
    private void leaveAlone(JoinedRow lone, long time) {
        List<JoinedRow> made = new ArrayList<>();
        try {
            gather(lone, time, made);
        } catch (RuntimeException failure) {
            errors.failed(time, lone.values, failure);
            return;
        }
        emit(time, hold(made));
        if (lone.part.parent != null) {
            remove(lone, time);
        }
    }

    /** One of the streams and its window. */
    private final class Stream implements Operator {
        private final JoinPart part;
        private final Frame frame;
        private final boolean isWaited;
        private final Deque<JoinedRow> rows = new ArrayDeque<>();
        private final Deque<Long> times = new ArrayDeque<>();
        private long bound = Long.MIN_VALUE;

        Stream(JoinPart part, Frame frame, boolean isWaited) {
            this.part = part;
            this.frame = frame;
            this.isWaited = isWaited;
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            expire(rowTime);
            boolean isCurrent = frame.isRows() && frame.size() == 0;
            JoinedRow arrived = new JoinedRow(part, values, null, null, isCurrent);
            List<JoinedRow> made = new ArrayList<>();
            gather(arrived, rowTime, made);
            List<JoinedRow> results = hold(made);
            rows.addLast(arrived);
            times.addLast(rowTime);
            if (frame.isRows() && rows.size() > frame.size() + 1) {
                removeFirst(rowTime);
            }
            emit(rowTime, results);
        }

        /** The last time at which the oldest row is still in the window. */
        long leaves() {
            Long first = frame.isRows() ? null : times.peekFirst();
            return first == null ? Watermark.NEVER : first + frame.size();
        }

        void removeFirst(long time) {
            times.removeFirst();
            remove(rows.removeFirst(), time);
        }

        @Override
        public void bound(long time) {
            bound = Math.max(bound, time);
            expire(time);
            long all = Long.MAX_VALUE;
            for (Stream stream : streams) {
                all = Math.min(all, stream.bound);
            }
            if (all > passedBound) {
                passedBound = all;
                down.bound(all);
            }
        }
    }

    /** @param maxRows that streams and joins hold together; a row that would make them more fails */
    public record Spec(Node root, int maxRows) {}

    /** A part of the FROM clause. */
    public sealed interface Node {}

    /** The next stream. */
    public record Source(Frame frame) implements Node {}

    /** A reference table. */
    public record Table(String name) implements Node {}

    /**
     * A join of two parts.
     *
     * @param keepsLeft whether rows of the left come out without a partner too
     */
    public record Pair(Node left, boolean keepsLeft, Node right, boolean keepsRight, JoinCondition condition)
            implements Node {}
}
