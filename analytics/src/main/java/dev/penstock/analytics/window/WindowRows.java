package dev.penstock.analytics.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of one partition that a sliding window holds, oldest first: a ring of row times and arguments. */
final class WindowRows {
    private static final int INITIAL = 8;
    private static final @Nullable Object[] NONE = {};

    private long[] times = new long[INITIAL];
    private @Nullable Object[][] arguments = new Object[INITIAL][];
    private int head;
    private int size;
    private long firstSequence;

    int size() {
        return size;
    }

    /** The sequence of the oldest row. */
    long firstSequence() {
        return firstSequence;
    }

    /** The sequence that the next row will have. */
    long nextSequence() {
        return firstSequence + size;
    }

    void add(long rowTime, @Nullable Object[] values) {
        if (size == times.length) {
            grow();
        }
        int at = (head + size) & (times.length - 1);
        times[at] = rowTime;
        arguments[at] = values;
        size++;
    }

    /** Takes the oldest row out. */
    void removeFirst() {
        arguments[head] = NONE;
        head = (head + 1) & (times.length - 1);
        size--;
        firstSequence++;
    }

    /** @param index 0 is the oldest */
    long time(int index) {
        return times[(head + index) & (times.length - 1)];
    }

    /** @param index 0 is the oldest */
    @Nullable
    Object[] arguments(int index) {
        return arguments[(head + index) & (times.length - 1)];
    }

    private void grow() {
        int length = times.length;
        long[] longer = Arrays.copyOfRange(times, head, head + 2 * length);
        @Nullable Object[][] more = Arrays.copyOfRange(arguments, head, head + 2 * length);
        System.arraycopy(times, 0, longer, length - head, head);
        System.arraycopy(arguments, 0, more, length - head, head);
        times = longer;
        arguments = more;
        head = 0;
    }
}
