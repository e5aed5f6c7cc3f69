package dev.penstock.broker.gateway;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A rate: as many at once as are allowed in a second, then as they come back. Not safe for threads. */
final class TokenBucket {
    private static final long MILLIS = 1_000;

    private final int perSecond;
    /** In thousandths of a token, so that none is lost to rounding. */
    private long left;

    private long asked = Long.MIN_VALUE;

    TokenBucket(int perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond * MILLIS;
    }

    /** Null without a limit. */
    static @Nullable TokenBucket of(OptionalInt perSecond) {
        return perSecond.isPresent() ? new TokenBucket(perSecond.getAsInt()) : null;
    }

    int perSecond() {
        return perSecond;
    }

    /** @param now in milliseconds, never less than before */
    boolean take(long now) {
        left = isFull(now) ? perSecond * MILLIS : Math.min(perSecond * MILLIS, left + (now - asked) * perSecond);
        asked = now;
        if (left < MILLIS) {
            return false;
        }
        left -= MILLIS;
        return true;
    }

    /** Whether it has not been asked for so long that it does not matter any more. */
    boolean isFull(long now) {
        return asked == Long.MIN_VALUE || now - asked >= MILLIS;
    }
}
