package dev.penstock.analytics.join;

import dev.penstock.analytics.operator.Operator;
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
    private final Map<GroupKey, List<@Nullable Object[]>> byKey = new HashMap<>();
    private final int[] streamKeys;

    public LookupJoin(Spec spec, List<@Nullable Object[]> table, DataContext context, Operator down) {
        this.spec = spec;
        this.context = context;
        this.down = down;
        int[] tableKeys = spec.tableIsLeft ? spec.condition.leftKeys() : spec.condition.rightKeys();
        streamKeys = spec.tableIsLeft ? spec.condition.rightKeys() : spec.condition.leftKeys();
        for (@Nullable Object[] row : table) {
            byKey.computeIfAbsent(new GroupKey(row, tableKeys), key -> new ArrayList<>())
                    .add(row);
        }
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        boolean hasMatched = false;
        for (@Nullable Object[] row : byKey.getOrDefault(new GroupKey(values, streamKeys), List.of())) {
            @Nullable Object[] combined = combined(values, row, rowTime);
            if (spec.condition.accepts(context, combined)) {
                hasMatched = true;
                down.row(rowTime, combined);
            }
        }
        if (spec.isOuter && !hasMatched) {
            down.row(rowTime, combined(values, null, rowTime));
        }
    }

    private @Nullable Object[] combined(
            @Nullable Object[] stream, @Nullable Object @Nullable [] table, long rowTime) {
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
    public record Spec(String table, boolean tableIsLeft, boolean isOuter, JoinCondition condition) {}
}
