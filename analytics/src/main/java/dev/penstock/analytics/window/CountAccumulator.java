package dev.penstock.analytics.window;

/** COUNT. */
final class CountAccumulator implements Accumulator {
    private long count;

    @Override
    public void add(Object value) {
        count++;
    }

    @Override
    public Object result() {
        return count;
    }
}
