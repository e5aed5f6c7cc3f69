package dev.penstock.rules.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many accepted messages wait for actions or are in them, so that closing can wait for them. */
final class PendingActions {
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable CountDownLatch awaited;

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        CountDownLatch latch = awaited;
        if (count.decrementAndGet() == 0 && latch != null) {
            latch.countDown();
        }
    }

    /**
     * Blocks until there are none.
     *
     * @param limit real time, because this is for the end of the process
     * @return how many are left
     */
    int await(Duration limit) {
        CountDownLatch latch = new CountDownLatch(1);
        awaited = latch;
        try {
            if (count.get() > 0 && !latch.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return count.get();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return count.get();
    }
}
