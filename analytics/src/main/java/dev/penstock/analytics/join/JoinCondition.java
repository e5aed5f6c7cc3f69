package dev.penstock.analytics.join;

import dev.penstock.analytics.operator.RowProgram;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/**
 * When a row of each side belong together.
 *
 * @param leftKeys positions in the left row of columns that must be equal to those of the right; they have the same type
 * @param rightKeys positions in the right row
 * @param program the whole condition over the left row, then the right row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, read for each row
public record JoinCondition(int[] leftKeys, int[] rightKeys, RowProgram program, int leftWidth, int rightWidth) {

    public JoinCondition {
        leftKeys = leftKeys.clone();
        rightKeys = rightKeys.clone();
    }

    /** The left row, the right row, and the row time at the end; rows that are not there are NULLs. */
    @Nullable
    Object[] combined(@Nullable Object @Nullable [] left, @Nullable Object @Nullable [] right, long rowTime) {
        @Nullable Object[] row = new Object[leftWidth + rightWidth + 1];
        if (left != null) {
            System.arraycopy(left, 0, row, 0, leftWidth);
        }
        if (right != null) {
            System.arraycopy(right, 0, row, leftWidth, rightWidth);
        }
        row[leftWidth + rightWidth] = rowTime;
        return row;
    }

    boolean accepts(DataContext context, @Nullable Object[] combined) {
        return program.accepts(context, combined);
    }
}
