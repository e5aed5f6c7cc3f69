package dev.penstock.functions.local;

import dev.penstock.platform.time.Time;
import java.nio.file.Path;
import java.util.List;

/**
 * Notices that code on disk was changed, when it is asked: right before an invocation, so that the change is never missed,
 * and only so often that looking costs little. What a compiler or packager writes counts when it has been left alone for
 * a moment. Guarded by {@code lock}.
 */
final class CodeWatch {
    private static final long SETTLE_MILLIS = 300;
    private static final long SHORTEST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final int FILES_PER_MILLI = 5;

    private final Object lock = new Object();
    private final List<Path> roots;
    private final Time time;
    private CodeStamp known;
    private long looked;

    CodeWatch(List<Path> roots, Time time) {
        this.roots = List.copyOf(roots);
        this.time = time;
        known = CodeStamp.of(roots);
        looked = time.millis();
    }

    /** True once for each change. */
    boolean isChanged() {
        synchronized (lock) {
            long now = time.millis();
            long pause =
                    Math.min(LONGEST_PAUSE_MILLIS, Math.max(SHORTEST_PAUSE_MILLIS, known.files() / FILES_PER_MILLI));
            // A clock that stands still is a test's: then every time.
            if (now != looked && now - looked < pause) {
                return false;
            }
            looked = now;
            CodeStamp seen = CodeStamp.of(roots);
            if (seen.equals(known) || seen.files() == 0 || isBeingWritten(seen, now)) {
                return false;
            }
            known = seen;
            return true;
        }
    }

    private static boolean isBeingWritten(CodeStamp seen, long now) {
        long age = now - seen.newestMillis();
        return seen.built() && age >= 0 && age < SETTLE_MILLIS;
    }
}
