package dev.penstock.analytics.table;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Holding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * COUNT_DISTINCT_ITEMS_TUMBLING: how many different values a column has in each window. Exact up to 10,000, beyond that
 * within about one percent.
 *
 * @param column position in the row
 */
record DistinctItems(int column, int seconds) implements TableFunction {
    private static final int MAX_SECONDS = 3_600;
    private static final int MAX_EXACT = 10_000;

    static TableFunction of(Arguments arguments) {
        arguments.count(2, 2);
        return new DistinctItems(
                arguments.column(0), arguments.whole(1, "the length of the window in seconds", 1, MAX_SECONDS, 0));
    }

    @Override
    public List<StreamColumn> columns() {
        return List.of(StreamColumn.nullable("NUMBER_OF_DISTINCT_ITEMS", ColumnType.of(TypeKind.BIGINT)));
    }

    @Override
    public Holding holding() {
        return Holding.until(
                "values",
                MAX_EXACT,
                "at the end of its %d s, which the clock or a later row brings".formatted(seconds));
    }

    @Override
    public Running open(Operator down, RowErrors errors) {
        return new Window(down);
    }

    private final class Window extends TumblingItems {
        private Set<Object> items = new HashSet<>();
        private @Nullable DistinctEstimate estimate;

        Window(Operator down) {
            super(column, seconds, down);
        }

        @Override
        void add(Object item) {
            if (estimate != null) {
                estimate.add(item);
            } else if (items.add(item) && items.size() > MAX_EXACT) {
                estimate = new DistinctEstimate();
                items.forEach(estimate::add);
                items = new HashSet<>();
            }
        }

        @Override
        void close(long rowTime, Operator out) {
            long count = estimate == null ? items.size() : estimate.count();
            estimate = null;
            items = new HashSet<>();
            out.row(rowTime, new @Nullable Object[] {rowTime, count});
        }

        @Override
        public int groups() {
            return estimate == null ? items.size() : MAX_EXACT;
        }
    }
}
