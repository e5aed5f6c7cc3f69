package dev.penstock.analytics.join;

import dev.penstock.analytics.operator.RowProgram;
import dev.penstock.analytics.type.RowFailure;
import java.util.Objects;
import org.apache.calcite.DataContext;
import org.apache.calcite.DataContexts;
import org.jspecify.annotations.Nullable;

/** Rows of a key and a number on both sides, which belong together when the keys are equal and the sum is even. */
final class Pairs {
    static final DataContext CONTEXT = DataContexts.of(name -> null);

    private Pairs() {}

    /** Equal keys by look-up, the sum by the rest of the condition. */
    static JoinCondition keyed() {
        return new JoinCondition(new int[] {0}, new int[] {0}, new Even(), 2, 2);
    }

    /** The same without look-up. */
    static JoinCondition compared() {
        return new JoinCondition(new int[0], new int[0], new Even(), 2, 2);
    }

    static boolean belong(@Nullable Object[] left, @Nullable Object[] right) {
        return left[0] != null && Objects.equals(left[0], right[0]) && (number(left) + number(right)) % 2 == 0;
    }

    private static int number(@Nullable Object[] row) {
        return (Integer) Objects.requireNonNull(row[1]);
    }

    private static final class Even implements RowProgram {
        @Override
        public boolean accepts(DataContext context, @Nullable Object[] row) {
            if (Objects.equals(row[1], -1) || Objects.equals(row[3], -1)) {
                throw RowFailure.evaluation("the condition fails");
            }
            return belong(new Object[] {row[0], row[1]}, new Object[] {row[2], row[3]});
        }

        @Override
        public void project(DataContext context, @Nullable Object[] row, @Nullable Object[] result) {
            throw new AssertionError("a condition has no columns");
        }
    }
}
