package dev.penstock.analytics.window;

import org.jspecify.annotations.Nullable;

/** FIRST_VALUE and LAST_VALUE of a group. */
final class ValueAccumulator implements Accumulator {
    private final boolean isFirst;
    private final boolean ignoreNulls;
    private boolean isSet;
    private @Nullable Object value;

    ValueAccumulator(boolean isFirst, boolean ignoreNulls) {
        this.isFirst = isFirst;
        this.ignoreNulls = ignoreNulls;
    }

    @Override
    public void add(Object added) {
        set(added);
    }

    @Override
    public void addNull() {
        if (!ignoreNulls) {
            set(null);
        }
    }

    private void set(@Nullable Object added) {
        if (!isFirst || !isSet) {
            value = added;
            isSet = true;
        }
    }

    @Override
    public @Nullable Object result() {
        return value;
    }
}
