package dev.penstock.analytics.window;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.RowFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ORDER BY: holds rows until the leading expression, which never goes back, changes, then gives them out sorted. A row
 * keeps the value of its ROWTIME column.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, ORDER BY Clause (streaming ORDER BY).
 */
public final class SortedBatch implements Operator, Watermark.Waiting {
    private final Spec spec;
    private final Operator down;
    private final RowErrors errors;
    private List<Held> batch = new ArrayList<>();
    private @Nullable Object leading;
    private long end = Watermark.NEVER;
    private long last = Long.MIN_VALUE;
    private long passed = Long.MIN_VALUE;

    public SortedBatch(Spec spec, Operator down, RowErrors errors) {
        this.spec = spec;
        this.down = down;
        this.errors = errors;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        Object now = values[spec.leading];
        if ((rowTime >= end && rowTime > last) || (!batch.isEmpty() && !Objects.equals(now, leading))) {
            release();
        }
        if (batch.size() == spec.maxRows) {
            throw new RowFailure(
                    RowFailure.Kind.WINDOW_FULL,
                    "ORDER BY already holds %d rows, the most it may".formatted(spec.maxRows));
        }
        leading = now;
        batch.add(new Held(rowTime, values));
        last = rowTime;
        if (spec.span != null) {
            end = spec.span.end(rowTime);
        }
    }

    @Override
    public void bound(long time) {
        if (time >= end) {
            release();
        }
        passed = time;
        down.bound(time);
    }

    @Override
    public long due() {
        return end;
    }

    @Override
    public int groups() {
        return batch.size();
    }

    private void release() {
        List<Held> complete = batch;
        batch = new ArrayList<>();
        end = Watermark.NEVER;
        complete.sort(Comparator.comparing(Held::values, spec.order));
        // Sorted by something else than time, all rows are of the time at which the batch ends.
        long rowTime = Math.max(last, passed);
        for (Held held : complete) {
            try {
                down.row(rowTime, held.values);
            } catch (PipelineClosed closed) {
                throw closed;
            } catch (RuntimeException failure) {
                errors.failed(held.rowTime, held.values, failure);
            }
        }
    }

    private record Held(
            long rowTime,

            @SuppressWarnings("ArrayRecordComponent") @Nullable
            Object[] values) {} // never compared

    /**
     * @param leading position of the leading expression
     * @param span the windows that it cuts row time into; null when it is something else
     * @param order of the whole rows; must be stable over equal rows of one time
     * @param maxRows held at once; further rows fail
     */
    public record Spec(int leading, @Nullable Span span, Comparator<@Nullable Object[]> order, int maxRows) {}
}
