package dev.penstock.stream.limit;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamFaults.Fault;
import dev.penstock.stream.StreamFaults.Schedule;
import dev.penstock.stream.StreamFaults.Status;
import dev.penstock.stream.StreamFaults.Target;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One fault in force, with its counts. What matches is counted one after the other, so that a schedule is exact. */
final class LiveFault {
    private static final Logger log = LoggerFactory.getLogger(LiveFault.class);
    private static final int LOGGED_AT_INFO = 100;

    private final Object lock = new Object();
    private final String id;
    private final Fault fault;
    private final Time time;
    private final long untilMillis;
    private final SplittableRandom random;
    private long matched;
    private long fired;

    LiveFault(String id, Fault fault, Time time) {
        this.id = id;
        this.fault = fault;
        this.time = time;
        Schedule schedule = fault.schedule();
        this.untilMillis = schedule.duration().isZero()
                ? Long.MAX_VALUE
                : time.millis() + schedule.duration().toMillis();
        this.random = new SplittableRandom(schedule.seed());
    }

    String id() {
        return id;
    }

    Fault fault() {
        return fault;
    }

    /** Whether the fault hits this; counts it. */
    boolean hits(Occasion occasion) {
        if (!matches(fault.target(), occasion) || (occasion.inJvm() && !fault.inJvm())) {
            return false;
        }
        long count;
        synchronized (lock) {
            if (isOver()) {
                return false;
            }
            matched++;
            if (!isDue(fault.schedule())) {
                return false;
            }
            fired++;
            count = fired;
        }
        log(occasion, count);
        return true;
    }

    private static boolean matches(Target target, Occasion occasion) {
        return matches(target.operation(), occasion.operation())
                && matches(target.stream(), occasion.stream())
                && matches(target.shard(), occasion.shard());
    }

    private static boolean matches(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private boolean isDue(Schedule schedule) {
        if (schedule.nth() > 0) {
            return matched == schedule.nth();
        }
        if (schedule.every() > 0) {
            return matched % schedule.every() == 0;
        }
        return schedule.probability() == 0 || random.nextDouble() < schedule.probability();
    }

    /** Whether it can hit no more. */
    boolean isOver() {
        Schedule schedule = fault.schedule();
        synchronized (lock) {
            return (schedule.nth() > 0 && matched >= schedule.nth())
                    || (schedule.times() > 0 && fired >= schedule.times())
                    || time.millis() >= untilMillis;
        }
    }

    Status status() {
        synchronized (lock) {
            return new Status(id, fault, matched, fired, isOver());
        }
    }

    private void log(Occasion occasion, long count) {
        if (count <= LOGGED_AT_INFO) {
            log.info(
                    "fault {} ({}) hit {}, time {}{}",
                    id,
                    fault.kind().text(),
                    occasion,
                    count,
                    count == LOGGED_AT_INFO ? "; further ones are logged at level debug" : "");
        } else {
            log.debug("fault {} ({}) hit {}, time {}", id, fault.kind().text(), occasion, count);
        }
    }
}
