package dev.penstock.analytics.table;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Holding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TOP_K_ITEMS_TUMBLING: the values that a column has most often in each window, most frequent first. Exact up to 200,000
 * different values in a window; beyond that the rarer half is forgotten, and may be counted too low when it comes again.
 *
 * @param column position in the row
 * @param most how many values come out of each window
 */
record TopItems(int column, StreamColumn source, int most, int seconds) implements TableFunction {
    private static final int MAX_K = 100_000;
    private static final int MAX_SECONDS = 3_600;
    private static final int MAX_ITEMS = 200_000;
    private static final int ITEM_LENGTH = 1_024;

    static TableFunction of(Arguments arguments) {
        arguments.count(3, 3);
        int column = arguments.column(0);
        return new TopItems(
                column,
                arguments.columns().get(column - 1),
                arguments.whole(1, "the number of items", 1, MAX_K, 0),
                arguments.whole(2, "the length of the window in seconds", 1, MAX_SECONDS, 0));
    }

    @Override
    public List<StreamColumn> columns() {
        return List.of(
                StreamColumn.nullable("ITEM", ColumnType.varchar(ITEM_LENGTH)),
                StreamColumn.nullable("ITEM_COUNT", ColumnType.of(TypeKind.DOUBLE)));
    }

    @Override
    public Holding holding() {
        return Holding.until(
                "values",
                MAX_ITEMS,
                "at the end of its %d s, which the clock or a later row brings".formatted(seconds));
    }

    @Override
    public Running open(Operator down, RowErrors errors) {
        return new Window(down);
    }

    private final class Window extends TumblingItems {
        private Map<Object, long[]> counts = new LinkedHashMap<>();

        Window(Operator down) {
            super(column, seconds, down);
        }

        @Override
        void add(Object item) {
            long[] count = counts.get(item);
            if (count != null) {
                count[0]++;
                return;
            }
            if (counts.size() == MAX_ITEMS) {
                forgetRare();
            }
            counts.put(item, new long[] {1});
        }

        private void forgetRare() {
            Map<Object, long[]> kept = new LinkedHashMap<>();
            mostFrequent().subList(0, MAX_ITEMS / 2).forEach(item -> kept.put(item.getKey(), item.getValue()));
            counts = kept;
        }

        /** Of those equally frequent the one that came first goes first. */
        private List<Map.Entry<Object, long[]>> mostFrequent() {
            List<Map.Entry<Object, long[]>> items = new ArrayList<>(counts.entrySet());
            items.sort(Comparator.comparingLong((Map.Entry<Object, long[]> item) -> item.getValue()[0])
                    .reversed());
            return items;
        }

        @Override
        void close(long rowTime, Operator out) {
            List<Map.Entry<Object, long[]>> items = mostFrequent();
            counts = new LinkedHashMap<>();
            for (Map.Entry<Object, long[]> item : items.subList(0, Math.min(most, items.size()))) {
                String text = String.valueOf(Assignment.shown(item.getKey(), source.type()));
                out.row(rowTime, new @Nullable Object[] {
                    rowTime, Assignment.cut(text, ITEM_LENGTH), (double) item.getValue()[0]
                });
            }
        }

        @Override
        public int groups() {
            return counts.size();
        }
    }
}
