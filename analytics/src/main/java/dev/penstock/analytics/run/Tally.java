package dev.penstock.analytics.run;

import java.util.concurrent.atomic.AtomicLong;

/** A count that the application's thread alone makes, and anyone reads. */
final class Tally {
    private final AtomicLong count = new AtomicLong();

    void add() {
        count.setRelease(count.getPlain() + 1);
    }

    long sum() {
        return count.get();
    }
}
