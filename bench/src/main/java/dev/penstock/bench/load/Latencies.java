package dev.penstock.bench.load;

import java.util.Arrays;
import java.util.Locale;

/** Durations of one kind in nanoseconds, and their percentiles by the nearest rank. */
public final class Latencies {
    private final long[] nanos;

    public Latencies(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        this.nanos = nanos.clone();
        Arrays.sort(this.nanos);
    }

    /** How many were measured. */
    public int count() {
        return nanos.length;
    }

    /** The mean. */
    public double meanMillis() {
        return Arrays.stream(nanos).average().orElseThrow() / 1e6;
    }

    /** @param percent 0 to 100 */
    public double millis(double percent) {
        int rank = (int) Math.ceil(percent / 100 * nanos.length);
        return nanos[Math.max(0, rank - 1)] / 1e6;
    }

    /** Three percentiles in milliseconds. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.3g ms, p95 %.3g ms, p99 %.3g ms (%d samples)",
                millis(50),
                millis(95),
                millis(99),
                nanos.length);
    }
}
