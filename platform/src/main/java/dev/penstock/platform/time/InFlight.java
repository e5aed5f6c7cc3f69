package dev.penstock.platform.time;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts work in flight of one pipeline, by hop. A hop that hands work over begins the next gauge before it ends its
 * own, so the total is zero only when the pipeline has settled: every accepted message is finished, or parked on a
 * timer that has not come due.
 */
public final class InFlight {
    private static final long FIRST_PARK_NANOS = 20_000;
    private static final long LONGEST_PARK_NANOS = Duration.ofMillis(1).toNanos();

    private final AtomicLong total = new AtomicLong();
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    /** The counter of one hop; the same name gives the same gauge. */
    public Gauge gauge(String hop) {
        return gauges.computeIfAbsent(hop, name -> new Gauge());
    }

    /** Whether nothing is in flight at this moment. */
    public boolean isSettled() {
        return total.get() == 0;
    }

    /**
     * Waits, in real time, until nothing is in flight.
     *
     * @return false when {@code limit} passed first
     */
    public boolean awaitSettled(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        long park = FIRST_PARK_NANOS;
        while (!isSettled()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(park);
            park = Math.min(2 * park, LONGEST_PARK_NANOS);
        }
        return true;
    }

    /** What is in flight now, by hop; hops at rest are left out. */
    public Map<String, Long> snapshot() {
        Map<String, Long> busy = new TreeMap<>();
        gauges.forEach((hop, gauge) -> {
            long count = gauge.count.get();
            if (count != 0) {
                busy.put(hop, count);
            }
        });
        return busy;
    }

    /** Work in flight of one hop. */
    public final class Gauge {
        private final AtomicLong count = new AtomicLong();

        private Gauge() {}

        /** One more piece of work was accepted. */
        public void begin() {
            total.incrementAndGet();
            count.incrementAndGet();
        }

        /** One piece of work is finished, handed over, or parked on a timer. */
        public void end() {
            count.decrementAndGet();
            total.decrementAndGet();
        }
    }
}
