package dev.penstock.analytics.join;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.window.GroupKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/** A join of a stream with a reference table: each row of the stream meets all rows of the table that belong to it. */
public final class LookupJoin implements Operator {
    private final Spec spec;
    private final DataContext context;
    private final Operator down;
    private final RowErrors errors;
    private final Map<GroupKey, List<@Nullable Object[]>> byKey = new HashMap<>();
    private final int[] streamKeys;

    public LookupJoin(Spec spec, List<@Nullable Object[]> table, DataContext context, Operator down, RowErrors errors) {
        this.spec = spec;
        this.context = context;
        this.down = down;
        this.errors = errors;
        int[] tableKeys = spec.tableIsLeft ? spec.condition.leftKeys() : spec.condition.rightKeys();
        streamKeys = spec.tableIsLeft ? spec.condition.rightKeys() : spec.condition.leftKeys();
        for (@Nullable Object[] row : table) {
            byKey.computeIfAbsent(new GroupKey(row, tableKeys), key -> new ArrayList<>())
                    .add(row);
        }
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        List<@Nullable Object[]> pairs = new ArrayList<>();
        for (@Nullable Object[] row : byKey.getOrDefault(new GroupKey(values, streamKeys), List.of())) {
            @Nullable Object[] combined = combined(values, row, rowTime);
            if (!spec.condition.accepts(context, combined)) {
                continue;
            }
            if (spec.matches == Matches.NONE) {
                return;
            }
            pairs.add(combined);
            if (spec.matches == Matches.ANY) {
                break;
            }
        }
        if (spec.isOuter && pairs.isEmpty()) {
            pairs.add(combined(values, null, rowTime));
        }
        pairs.forEach(pair -> emit(rowTime, pair));
    }

    private void emit(long rowTime, @Nullable Object[] pair) {
        try {
            down.row(rowTime, pair);
        } catch (PipelineClosed closed) {
            throw closed;
        } catch (RuntimeException failure) {
            errors.failed(rowTime, pair, failure);
        }
    }

    private @Nullable Object[] combined(@Nullable Object[] stream, @Nullable Object @Nullable [] table, long rowTime) {
        return spec.tableIsLeft
                ? spec.condition.combined(table, stream, rowTime)
                : spec.condition.combined(stream, table, rowTime);
    }

    @Override
    public void bound(long time) {
        down.bound(time);
    }

    /**
     * @param table name of the reference table
     * @param isOuter whether rows of the stream come out without a partner too
     */
    public record Spec(String table, boolean tableIsLeft, boolean isOuter, Matches matches, JoinCondition condition) {}

    /** With which rows of the table a row of the stream comes out. */
    public enum Matches {
        /** With each that belongs to it. */
        ALL,
        /** Once, when there is any. */
        ANY,
        /** Only when there is none; the join is an outer one then. */
        NONE
    }
}
