package dev.penstock.analytics.window;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * MIN and MAX: keeps only the values that can still become the result, each better than all that follow it, so that a row
 * costs constant work over its whole stay.
 */
final class SlidingExtreme implements SlidingState {
    private final int sign;
    private final Deque<Candidate> candidates = new ArrayDeque<>();

    /** @param sign 1 for MAX, -1 for MIN */
    SlidingExtreme(int sign) {
        this.sign = sign;
    }

    @Override
    @SuppressWarnings("unchecked") // all values of a column have one class, and SQL types are Comparable
    public void add(long sequence, long rowTime, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Comparable<Object> comparable = (Comparable<Object>) value;
        for (Candidate last = candidates.peekLast(); last != null; last = candidates.peekLast()) {
            if (comparable.compareTo(last.value) * sign < 0) {
                break;
            }
            candidates.removeLast();
        }
        candidates.addLast(new Candidate(sequence, comparable));
    }

    @Override
    public void remove(long sequence, long rowTime, @Nullable Object value) {
        Candidate best = candidates.peekFirst();
        if (best != null && best.sequence == sequence) {
            candidates.removeFirst();
        }
    }

    @Override
    public @Nullable Object result(@Nullable Object fallback) {
        Candidate best = candidates.peekFirst();
        return best == null ? null : best.value;
    }

    private record Candidate(long sequence, Comparable<Object> value) {}
}
