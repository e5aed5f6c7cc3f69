package dev.penstock.analytics.window;

import org.jspecify.annotations.Nullable;

/** COUNT. */
final class SlidingCount implements SlidingState {
    private long count;

    @Override
    public void add(long sequence, long rowTime, @Nullable Object value) {
        if (value != null) {
            count++;
        }
    }

    @Override
    public void remove(long sequence, long rowTime, @Nullable Object value) {
        if (value != null) {
            count--;
        }
    }

    @Override
    public Object result(@Nullable Object fallback) {
        return count;
    }
}
