package dev.penstock.stream.limit;

/**
 * So many tokens a second. The second begins with the first use after a rest; at its end the tokens are there again. More
 * than are there may be taken on credit: what is owed is paid back at the same rate before anything else passes, as the
 * service does after a large record. Not thread-safe; the owner guards it.
 */
public final class RateBucket {
    private static final long SECOND_MILLIS = 1_000;

    private final long perSecond;
    private long left;
    private long secondBegan = Long.MIN_VALUE;

    /** @param perSecond 1 or more */
    public RateBucket(long perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /**
     * Whether so many tokens would pass now. What is larger than a whole second's tokens passes when nothing is owed and
     * something is left.
     */
    public boolean hasRoom(long tokens, long nowMillis) {
        refill(nowMillis);
        return tokens <= left || (tokens > perSecond && left > 0);
    }

    /** Whether anything is left: for reads, whose size is known only when they are done. */
    public boolean isOpen(long nowMillis) {
        refill(nowMillis);
        return left > 0;
    }

    /** Takes tokens, on credit when there are not enough. */
    public void take(long tokens, long nowMillis) {
        refill(nowMillis);
        if (left == perSecond) {
            secondBegan = nowMillis;
        }
        left -= tokens;
    }

    /** Takes tokens if they pass now. */
    public boolean tryTake(long tokens, long nowMillis) {
        boolean room = hasRoom(tokens, nowMillis);
        if (room) {
            take(tokens, nowMillis);
        }
        return room;
    }

    /** How long, in milliseconds, until {@link #isOpen}; 0 when it is. */
    public long millisUntilOpen(long nowMillis) {
        if (isOpen(nowMillis)) {
            return 0;
        }
        long seconds = -left / perSecond + 1;
        return secondBegan + seconds * SECOND_MILLIS - nowMillis;
    }

    /** Whether it has rested, so that a new one would be the same. */
    boolean isFull(long nowMillis) {
        refill(nowMillis);
        return left == perSecond;
    }

    private void refill(long nowMillis) {
        if (left == perSecond) {
            return;
        }
        long seconds = (nowMillis - secondBegan) / SECOND_MILLIS;
        if (seconds > 0) {
            secondBegan += seconds * SECOND_MILLIS;
            long owedSeconds = (perSecond - left + perSecond - 1) / perSecond;
            left = seconds >= owedSeconds ? perSecond : left + seconds * perSecond;
        }
    }
}
