package dev.penstock.rules.local;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Warnings that a stream of bad messages would repeat for each of them: one for each subject and minute, which says how
 * many it stands for. Subjects are names of rules, so there are few of them.
 */
final class Complaints {
    private static final long PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int MAX_SUBJECTS = 10_000;

    private final Logger log;
    private final Time time;
    private final ConcurrentHashMap<String, Subject> subjects = new ConcurrentHashMap<>();

    private static final class Subject {
        private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);
        private final AtomicLong swallowed = new AtomicLong();
    }

    Complaints(Logger log, Time time) {
        this.log = log;
        this.time = time;
    }

    void warn(String subject, String message) {
        if (subjects.size() >= MAX_SUBJECTS) {
            subjects.clear();
        }
        Subject state = subjects.computeIfAbsent(subject, name -> new Subject());
        long now = time.millis();
        long quietUntil = state.quietUntil.get();
        if (now < quietUntil || !state.quietUntil.compareAndSet(quietUntil, now + PAUSE_MILLIS)) {
            state.swallowed.incrementAndGet();
            return;
        }
        long swallowed = state.swallowed.getAndSet(0);
        log.warn("{}{}", message, swallowed == 0 ? "" : " (and %d more like it)".formatted(swallowed));
    }
}
