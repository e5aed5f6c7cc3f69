package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows that set operations compare with each other: for each that differs, how often each input had it. */
final class SetRows {
    private final SetTree tree;
    private final int inputs;
    private final int[] columns;
    private final Map<GroupKey, long[]> rows = new LinkedHashMap<>();
    private long last = Long.MIN_VALUE;

    SetRows(SetTree tree, int inputs, int width) {
        this.tree = tree;
        this.inputs = inputs;
        columns = IntStream.range(0, width).toArray();
    }

    int size() {
        return rows.size();
    }

    /** The row time of the last row. */
    long last() {
        return last;
    }

    GroupKey key(@Nullable Object[] values) {
        return new GroupKey(values, columns);
    }

    boolean has(GroupKey row) {
        return rows.containsKey(row);
    }

    void add(int input, GroupKey row, long rowTime) {
        rows.computeIfAbsent(row, key -> new long[inputs])[input]++;
        last = Math.max(last, rowTime);
    }

    /** Gives out what the operations leave of the rows, in the order in which they came. */
    void emit(long rowTime, Operator down, RowErrors errors) {
        rows.forEach((row, counts) -> {
            for (long i = tree.count(counts); i > 0; i--) {
                emit(rowTime, row, down, errors);
            }
        });
    }

    private void emit(long rowTime, GroupKey row, Operator down, RowErrors errors) {
        @Nullable Object[] values = new Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(i);
        }
        try {
            down.row(rowTime, values);
        } catch (PipelineClosed closed) {
            throw closed;
        } catch (RuntimeException failure) {
            errors.failed(rowTime, values, failure);
        }
    }
}
