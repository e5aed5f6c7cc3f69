package dev.penstock.analytics.table;

import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Holding;
import dev.penstock.analytics.window.Watermark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GROUP_RANK: ranks the rows of each row time by a column; rows with the same value have the same rank. A group is
 * complete when row time moves on, also by the clock; the idle limit of the service, which does the same, is taken as
 * written and never waited for.
 *
 * @param column position of the column to rank by
 * @param isDescending whether the greatest value has rank 1
 * @param output rank order or its reverse
 * @param most rows of each group that come out; 0 for all
 */
record GroupRank(List<StreamColumn> input, int column, String rankName, boolean isDescending, Output output, int most)
        implements TableFunction {
    private static final int MAX_ROWS = 1_000_000;

    static TableFunction of(Arguments arguments) {
        arguments.count(6, 6);
        int column = arguments.column(0);
        TypeKind kind = arguments.columns().get(column - 1).type().kind();
        if (kind != TypeKind.INTEGER && !kind.isText()) {
            throw arguments.wrong("the column to rank by must be INTEGER, CHAR or VARCHAR, not %s".formatted(kind));
        }
        arguments.whole(4, "maxIdle", 0, Integer.MAX_VALUE, 0);
        return new GroupRank(
                arguments.columns(),
                column,
                arguments.text(1, "the name of the rank's column"),
                order(arguments, 2).equals("desc"),
                Output.valueOf(order(arguments, 3).toUpperCase(Locale.ROOT)),
                arguments.whole(5, "outputMax", 0, Integer.MAX_VALUE, 0));
    }

    private static String order(Arguments arguments, int argument) {
        String order = arguments.text(argument, "'asc' or 'desc'").toLowerCase(Locale.ROOT);
        if (!Set.of("asc", "desc").contains(order)) {
            throw arguments.wrong("'%s' is no order; expected 'asc' or 'desc'".formatted(order));
        }
        return order;
    }

    @Override
    public List<StreamColumn> columns() {
        List<StreamColumn> columns = new ArrayList<>(input);
        columns.add(StreamColumn.nullable(rankName, ColumnType.of(TypeKind.INTEGER)));
        return columns;
    }

    @Override
    public Holding holding() {
        return Holding.until("rows", MAX_ROWS, "when row time moves on, by the clock or a later row");
    }

    @Override
    public Running open(Operator down, RowErrors errors) {
        return new Ranking(down, errors);
    }

    private enum Output {
        ASC,
        DESC
    }

    private final class Ranking implements Running {
        private final Operator down;
        private final RowErrors errors;
        private List<@Nullable Object[]> group = new ArrayList<>();
        private long rowTime;

        Ranking(Operator down, RowErrors errors) {
            this.down = down;
            this.errors = errors;
        }

        @Override
        public void row(long time, @Nullable Object[] values) {
            if (time > rowTime) {
                release();
            }
            if (group.size() == MAX_ROWS) {
                throw new RowFailure(
                        RowFailure.Kind.WINDOW_FULL,
                        "GROUP_RANK already holds %d rows, the most it may".formatted(MAX_ROWS));
            }
            rowTime = time;
            group.add(values);
        }

        @Override
        public void bound(long time) {
            if (time > rowTime) {
                release();
            }
            down.bound(time);
        }

        private void release() {
            List<@Nullable Object[]> complete = group;
            group = new ArrayList<>();
            complete.sort(order());
            List<@Nullable Object[]> ranked = new ArrayList<>(complete.size());
            int rank = 0;
            for (int i = 0; i < complete.size(); i++) {
                boolean isSame = i > 0 && order().compare(complete.get(i - 1), complete.get(i)) == 0;
                rank = isSame ? rank : i + 1;
                ranked.add(NumericColumns.with(complete.get(i), rank));
            }
            if (output == Output.DESC) {
                Collections.reverse(ranked);
            }
            int count = most == 0 ? ranked.size() : Math.min(most, ranked.size());
            ranked.subList(0, count).forEach(this::emit);
        }

        private void emit(@Nullable Object[] row) {
            try {
                down.row(rowTime, row);
            } catch (PipelineClosed closed) {
                throw closed;
            } catch (RuntimeException failure) {
                errors.failed(rowTime, row, failure);
            }
        }

        /** NULLs last. */
        private Comparator<@Nullable Object[]> order() {
            return (row, otherRow) -> {
                Object one = row[column];
                Object other = otherRow[column];
                if (one == null || other == null) {
                    return Boolean.compare(one == null, other == null);
                }
                return isDescending ? compare(other, one) : compare(one, other);
            };
        }

        @SuppressWarnings("unchecked") // all values of a column have one class, and SQL types are Comparable
        private static int compare(Object one, Object other) {
            return ((Comparable<Object>) one).compareTo(other);
        }

        @Override
        public long due() {
            return group.isEmpty() ? Watermark.NEVER : rowTime + 1;
        }

        @Override
        public int groups() {
            return group.size();
        }
    }
}
