package dev.penstock.analytics.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * FIRST_VALUE, LAST_VALUE, NTH_VALUE and LAG: the value of the row at a place in the window, NULLs counted or not. Holds
 * only the values that can still be asked for: of functions that look back from the newest row the last few.
 */
final class SlidingPosition implements SlidingState {
    private static final int INITIAL = 8;

    private final SlidingFunction function;
    private final boolean looksBack;
    private final int most;
    private long[] sequences = new long[INITIAL];
    private @Nullable Object[] values = new Object[INITIAL];
    private int head;
    private int size;
    private boolean isLastCounted;

    /** @param isUnbounded whether no row ever leaves the window */
    SlidingPosition(SlidingFunction function, boolean isUnbounded) {
        this.function = function;
        looksBack = function.kind() == SlidingFunction.Kind.LAST_VALUE
                || function.kind() == SlidingFunction.Kind.NTH_VALUE_LAST
                || function.kind() == SlidingFunction.Kind.LAG;
        most = looksBack || isUnbounded ? asked(function) : Integer.MAX_VALUE;
    }

    /** How many values from its end of the window the function can ask for. */
    private static int asked(SlidingFunction function) {
        return switch (function.kind()) {
            case FIRST_VALUE, LAST_VALUE -> 1;
            case LAG -> function.offset() + 1;
            default -> function.offset();
        };
    }

    @Override
    public void add(long sequence, long rowTime, @Nullable Object value) {
        isLastCounted = value != null || !function.ignoreNulls();
        boolean isFull = size == most;
        if (!isLastCounted || (isFull && !looksBack)) {
            return;
        }
        if (isFull) {
            removeFirst();
        }
        if (size == values.length) {
            grow();
        }
        int at = (head + size) & (values.length - 1);
        sequences[at] = sequence;
        values[at] = value;
        size++;
    }

    @Override
    public void remove(long sequence, long rowTime, @Nullable Object value) {
        if (size > 0 && sequences[head] == sequence) {
            removeFirst();
        }
    }

    private void removeFirst() {
        values[head] = null;
        head = (head + 1) & (values.length - 1);
        size--;
    }

    @Override
    public @Nullable Object result(@Nullable Object fallback) {
        return switch (function.kind()) {
            case FIRST_VALUE -> at(0, null);
            case LAST_VALUE -> at(size - 1, null);
            case NTH_VALUE -> at(function.offset() - 1, null);
            case NTH_VALUE_LAST -> at(size - function.offset(), null);
            default -> at(size - function.offset() - (isLastCounted ? 1 : 0), fallback);
        };
    }

    private @Nullable Object at(int index, @Nullable Object otherwise) {
        return index < 0 || index >= size ? otherwise : values[(head + index) & (values.length - 1)];
    }

    private void grow() {
        int length = values.length;
        long[] longer = Arrays.copyOfRange(sequences, head, head + 2 * length);
        @Nullable Object[] more = Arrays.copyOfRange(values, head, head + 2 * length);
        System.arraycopy(sequences, 0, longer, length - head, head);
        System.arraycopy(values, 0, more, length - head, head);
        sequences = longer;
        values = more;
        head = 0;
    }
}
