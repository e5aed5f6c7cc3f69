package dev.penstock.stream.local;

import java.util.Arrays;
import java.util.List;

/**
 * When records of a stream were said to be encrypted: on AWS a record keeps what it was written with. Read without a lock;
 * changed under the stream's.
 */
final class EncryptionHistory {
    private static final long LONGEST_RETENTION_MILLIS = 8_760L * 3_600_000;

    /** Times at which it was switched: on first, then off, and so on. */
    private volatile long[] switches = {};

    /** Whether it was on at a time. */
    boolean wasOn(long millis) {
        long[] all = switches;
        int passed = all.length;
        while (passed > 0 && all[passed - 1] > millis) {
            passed--;
        }
        return passed % 2 == 1;
    }

    /** @param on whether it is on from now on; no effect when it was so already */
    void set(boolean on, long nowMillis) {
        long[] all = switches;
        if ((all.length % 2 == 1) != on) {
            long[] more = Arrays.copyOf(all, all.length + 1);
            more[all.length] = nowMillis;
            switches = withoutForgotten(more, nowMillis - LONGEST_RETENTION_MILLIS);
        }
    }

    /** Periods that ended before any record that can still be there. */
    private static long[] withoutForgotten(long[] all, long oldestMillis) {
        int from = 0;
        while (from + 1 < all.length && all[from + 1] < oldestMillis) {
            from += 2;
        }
        return Arrays.copyOfRange(all, from, all.length);
    }

    List<Long> times() {
        return Arrays.stream(switches).boxed().toList();
    }

    /** Takes over {@link #times} of before a restart. */
    void restore(List<Long> times) {
        switches = times.stream().mapToLong(Long::longValue).toArray();
    }
}
