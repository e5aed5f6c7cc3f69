package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY with MONOTONIC(...): the groups are complete when the value that never goes back changes. The row time of a
 * result is that of the last row before the change, or the time that was known to have passed since, if that is later.
 * Time alone completes nothing.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, MONOTONIC Function, GROUP BY.
 */
public final class ChangeWindow implements Operator, Watermark.Waiting {
    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private final Groups groups;
    private @Nullable GroupKey current;
    private long lastRowTime;
    private long passed = Long.MIN_VALUE;

    public ChangeWindow(Spec spec, Operator down, RowErrors errors) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
        groups = new Groups(spec.keys, spec.aggregates, spec.maxGroups);
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        GroupKey now = new GroupKey(values, spec.changing);
        if (!now.equals(current)) {
            current = now;
            groups.emitAll(Math.max(lastRowTime, passed), down, errors);
        }
        groups.add(groups.key(values), values);
        lastRowTime = rowTime;
    }

    @Override
    public void bound(long time) {
        passed = time;
        down.bound(time);
    }

    @Override
    public long due() {
        return Watermark.NEVER;
    }

    @Override
    public int groups() {
        return groups.size();
    }

    /**
     * What to group and compute. Result rows hold the keys, then the aggregates.
     *
     * @param changing positions in the input row of the keys whose change completes the groups
     * @param keys of all keys
     * @param maxGroups at once; rows of further groups fail
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, read for each row
    public record Spec(int[] changing, int[] keys, List<Aggregate> aggregates, int maxGroups) {
        public Spec {
            changing = changing.clone();
            keys = keys.clone();
            aggregates = List.copyOf(aggregates);
        }
    }
}
