package dev.penstock.analytics.cases;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one stream beside those that were expected.
 *
 * @param expected one line each; those that did not come begin with {@code !}
 * @param got one line each; those that were not expected begin with {@code !}
 */
record RowsDifference(boolean isNone, List<String> expected, List<String> got) {

    static RowsDifference of(List<ExpectedRow> expected, List<Map<String, @Nullable Object>> got, boolean isOrdered) {
        BitSet came = new BitSet();
        BitSet wanted = new BitSet();
        for (int i = 0; i < expected.size(); i++) {
            int partner = isOrdered ? at(expected.get(i), got, i) : anywhere(expected.get(i), got, wanted);
            if (partner >= 0) {
                came.set(i);
                wanted.set(partner);
            }
        }
        boolean isNone = came.cardinality() == expected.size() && wanted.cardinality() == got.size();
        return new RowsDifference(
                isNone,
                lines(expected.stream().map(ExpectedRow::toString).toList(), came),
                lines(got.stream().map(ExpectedRow::text).toList(), wanted));
    }

    private static int at(ExpectedRow row, List<Map<String, @Nullable Object>> got, int index) {
        return index < got.size() && row.isLike(got.get(index)) ? index : -1;
    }

    private static int anywhere(ExpectedRow row, List<Map<String, @Nullable Object>> got, BitSet taken) {
        for (int i = taken.nextClearBit(0); i < got.size(); i = taken.nextClearBit(i + 1)) {
            if (row.isLike(got.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> lines(List<String> rows, BitSet matched) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            lines.add((matched.get(i) ? "  " : "! ") + rows.get(i));
        }
        return lines;
    }
}
