package dev.penstock.analytics.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes down what comes out of an operator, in order: {@code 10 [a, 1]}, {@code bound 10}, {@code failed 10: message}. */
public final class Recorder implements Operator, RowErrors {
    private final List<String> events = new ArrayList<>();

    public List<String> events() {
        return events;
    }

    /** What came out so far, which is forgotten. */
    public List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    @Override
    public void row(long rowTime, @Nullable Object[] values) {
        events.add(rowTime + " " + Arrays.toString(values));
    }

    @Override
    public void bound(long time) {
        events.add("bound " + time);
    }

    @Override
    public void failed(long rowTime, @Nullable Object[] values, RuntimeException cause) {
        events.add("failed %d: %s".formatted(rowTime, cause.getMessage()));
    }
}
