package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** So many calls in any 24 hours. Guarded by {@code calls}, which holds as many times as the limit. */
final class RollingLimit {
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Deque<Long> calls = new ArrayDeque<>();
    private final Time time;
    private final int most;

    RollingLimit(Time time, int most) {
        this.time = time;
        this.most = most;
    }

    /** Counts one more call; false when there were too many already. */
    boolean tryCall() {
        synchronized (calls) {
            long now = time.millis();
            while (!calls.isEmpty() && calls.peekFirst() <= now - WINDOW.toMillis()) {
                calls.removeFirst();
            }
            return calls.size() < most && calls.add(now);
        }
    }
}
