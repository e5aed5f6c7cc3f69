package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Removes records of a stream when they are too old: one timer, set for the oldest record while there is one. Reads pass
 * over what is too old, so the timer is about memory, not about what is seen. Guarded by {@code lock}.
 */
final class Retention {
    /** At most one run a second, however many records expire one after the other. */
    private static final long LEAST_DELAY_MILLIS = 1_000;

    private final Object lock = new Object();
    private final StreamState stream;
    private final Time time;
    private volatile Duration period;
    private volatile boolean watching;
    private boolean stopped;
    private Time.@Nullable Timer timer;

    Retention(StreamState stream, Duration period, Time time) {
        this.stream = stream;
        this.period = period;
        this.time = time;
    }

    Duration period() {
        return period;
    }

    void change(Duration newPeriod) {
        synchronized (lock) {
            period = newPeriod;
            cancel();
        }
        trim();
    }

    /** There is a record: see to it that it leaves in time. */
    void watch() {
        if (!watching) {
            arm();
        }
    }

    void stop() {
        synchronized (lock) {
            stopped = true;
            cancel();
        }
    }

    private void trim() {
        watching = false;
        stream.trimExpired();
        arm();
        stream.roomAppeared(); // also when nothing was left: another stream's put may have made room of what expired
        // here
    }

    private void arm() {
        synchronized (lock) {
            OptionalLong oldest = oldestArrival();
            if (stopped || watching || oldest.isEmpty()) {
                return;
            }
            long expiry = oldest.getAsLong() + period.toMillis() + 1;
            long delay = Math.max(LEAST_DELAY_MILLIS, expiry - time.millis());
            cancel(); // of two runs at a time only one goes on
            timer = time.schedule(Duration.ofMillis(delay), this::trim);
            watching = true;
        }
    }

    private OptionalLong oldestArrival() {
        return stream.shards().stream()
                .map(Shard::oldestArrivalMillis)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    private void cancel() {
        Time.Timer pending = timer;
        if (pending != null) {
            pending.cancel();
            timer = null;
        }
    }
}
