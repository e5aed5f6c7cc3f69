package dev.penstock.launcher.simulate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a device waits before it connects again: 1 s, doubled each time up to 32 s; from 1 s again once a connection
 * has held for 20 s. Not thread-safe: its device guards it.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(32);
    private static final Duration STABLE = Duration.ofSeconds(20);

    private Duration next = FIRST;
    private @Nullable Instant connectedAt;

    void connected(Instant now) {
        connectedAt = now;
    }

    /** The wait after a lost connection or a failed attempt. */
    Duration lost(Instant now) {
        if (connectedAt != null && !now.isBefore(connectedAt.plus(STABLE))) {
            next = FIRST;
        }
        connectedAt = null;
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return wait;
    }
}
