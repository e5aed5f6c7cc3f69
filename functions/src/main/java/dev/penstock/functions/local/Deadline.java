package dev.penstock.functions.local;

import dev.penstock.functions.runtime.Environment;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The timeout of one invocation. The time during which a debugger holds the environment, or this whole JVM, does not
 * count: when that can be, a heartbeat finds the gaps. Guarded by {@code lock}.
 */
final class Deadline {
    private static final long BEAT_MILLIS = 100;

    /** A beat that comes so much too late means that the JVM stood still. */
    private static final long GAP_MILLIS = 1_000;

    private final Object lock = new Object();
    private final Environment environment;
    private final long timeoutMillis;
    private final Time time;
    private final Runnable expire;
    private boolean watched;
    private long last;
    private long heldMillis;
    private long begin;
    private boolean over;
    private Time.@Nullable Timer timer;

    /** @param watched whether a debugger may stop the whole JVM */
    Deadline(Environment environment, Duration timeout, boolean watched, Time time, Runnable expire) {
        this.environment = environment;
        timeoutMillis = timeout.toMillis();
        this.watched = watched;
        this.time = time;
        this.expire = expire;
    }

    void start() {
        synchronized (lock) {
            begin = time.millis();
            last = begin;
            schedule(timeoutMillis);
        }
    }

    /** Called under the lock. */
    private void schedule(long leftMillis) {
        if (!over) {
            long pause = watched ? Math.min(BEAT_MILLIS, leftMillis) : leftMillis;
            timer = time.schedule(Duration.ofMillis(pause), this::beat);
        }
    }

    private void beat() {
        boolean held = environment.isHeld();
        synchronized (lock) {
            long now = time.millis();
            long since = now - last;
            last = now;
            if (held || (watched && since > GAP_MILLIS)) {
                heldMillis += watched ? since : BEAT_MILLIS;
                watched = true;
            }
            long left = timeoutMillis + heldMillis - (now - begin);
            if (left > 0 || held) {
                schedule(Math.max(left, BEAT_MILLIS));
                return;
            }
            if (over) {
                return;
            }
            over = true;
        }
        expire.run();
    }

    /** The invocation has an answer. */
    void cancel() {
        Time.Timer set;
        synchronized (lock) {
            over = true;
            set = timer;
        }
        if (set != null) {
            set.cancel();
        }
    }
}
