package dev.penstock.bench.load;

import java.util.Arrays;
import java.util.Locale;

/** Durations of one kind in nanoseconds, and their percentiles by the nearest rank. */
final class Latencies {
    private final long[] nanos;

    Latencies(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        this.nanos = nanos.clone();
        Arrays.sort(this.nanos);
    }

    /** @param percent 0 to 100 */
    double millis(double percent) {
        int rank = (int) Math.ceil(percent / 100 * nanos.length);
        return nanos[Math.max(0, rank - 1)] / 1e6;
    }

    /** Three percentiles in milliseconds. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms (%d samples)",
                millis(50),
                millis(95),
                millis(99),
                nanos.length);
    }
}
