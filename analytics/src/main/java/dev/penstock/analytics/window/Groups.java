package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.RowFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The groups of an open window: for each combination of keys the aggregates over its rows. */
final class Groups {
    /** What COUNT(*) counts. */
    private static final Object ROW = new Object();

    private final int[] keys;
    private final List<Aggregate> aggregates;
    private final int most;
    private Map<GroupKey, Accumulator[]> groups = new LinkedHashMap<>();

    /**
     * @param keys positions in the input row
     * @param most groups at once; rows of further groups fail
     */
    Groups(int[] keys, List<Aggregate> aggregates, int most) {
        this.keys = keys;
        this.aggregates = aggregates;
        this.most = most;
    }

    int size() {
        return groups.size();
    }

    GroupKey key(@Nullable Object[] row) {
        return new GroupKey(row, keys);
    }

    boolean has(GroupKey key) {
        return groups.containsKey(key);
    }

    /** Adds a row to its group, which is made when there is none. */
    void add(GroupKey key, @Nullable Object[] row) {
        Accumulator[] group = groups.get(key);
        if (group == null) {
            group = open(key);
        }
        for (int i = 0; i < group.length; i++) {
            int argument = aggregates.get(i).argument();
            Object value = argument < 0 ? ROW : row[argument];
            if (value == null) {
                group[i].addNull();
            } else {
                group[i].add(value);
            }
        }
    }

    private Accumulator[] open(GroupKey key) {
        if (groups.size() == most) {
            throw new RowFailure(
                    RowFailure.Kind.WINDOW_FULL, "the window already holds %d groups, the most it may".formatted(most));
        }
        Accumulator[] group = aggregates.stream().map(Aggregate::accumulator).toArray(Accumulator[]::new);
        groups.put(key, group);
        return group;
    }

    /** Gives out one row for each group, keys first, in the order in which they began, and forgets them. */
    void emitAll(long rowTime, Operator down, RowErrors errors) {
        Map<GroupKey, Accumulator[]> complete = groups;
        groups = new LinkedHashMap<>();
        complete.forEach((key, group) -> emit(rowTime, key, group, -1, down, errors));
    }

    /** Gives out one group and forgets it; its key at {@code timeKey} is the row time. */
    void emit(long rowTime, GroupKey key, int timeKey, Operator down, RowErrors errors) {
        Accumulator[] group = groups.remove(key);
        if (group != null) {
            emit(rowTime, key, group, timeKey, down, errors);
        }
    }

    private void emit(long rowTime, GroupKey key, Accumulator[] group, int timeKey, Operator down, RowErrors errors) {
        @Nullable Object[] result = new Object[keys.length + group.length];
        for (int i = 0; i < keys.length; i++) {
            result[i] = i == timeKey ? (Object) rowTime : key.value(i);
        }
        try {
            for (int i = 0; i < group.length; i++) {
                result[keys.length + i] = group[i].result();
            }
            down.row(rowTime, result);
        } catch (PipelineClosed closed) {
            throw closed;
        } catch (RuntimeException failure) {
            errors.failed(rowTime, result, failure);
        }
    }
}
