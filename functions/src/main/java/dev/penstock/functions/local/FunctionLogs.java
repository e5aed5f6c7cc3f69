package dev.penstock.functions.local;

import dev.penstock.functions.runtime.ErrorDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest log lines of one function, at most 2,000 lines and a million characters; older ones are dropped. Guarded by
 * {@code lock}.
 */
final class FunctionLogs {
    private static final Logger log = LoggerFactory.getLogger(FunctionLogs.class);
    private static final int MAX_LINES = 2_000;
    private static final int MAX_CHARS = 1_000_000;
    private static final double NANOS_PER_MILLI = 1_000_000.0;

    private final Object lock = new Object();
    private final String function;
    private final int memoryMb;
    private final Deque<String> lines = new ArrayDeque<>();
    private int chars;

    FunctionLogs(String function, int memoryMb) {
        this.function = function;
        this.memoryMb = memoryMb;
    }

    /** Adds one line. */
    void append(String line) {
        log.debug("{}: {}", function, line);
        synchronized (lock) {
            lines.addLast(line);
            chars += line.length();
            while (lines.size() > MAX_LINES || chars > MAX_CHARS) {
                chars -= lines.removeFirst().length();
            }
        }
    }

    void started(String requestId) {
        append("START RequestId: " + requestId + " Version: $LATEST");
    }

    /** Source: recorded lines. DIFFERS: no {@code Max Memory Used}, which is unknown inside a shared JVM. */
    void ended(String requestId, Duration duration, @Nullable Duration init) {
        append("END RequestId: " + requestId);
        StringBuilder report = new StringBuilder("REPORT RequestId: ")
                .append(requestId)
                .append("\tDuration: ")
                .append(millis(duration))
                .append(" ms\tBilled Duration: ")
                .append((long) Math.ceil(duration.toNanos() / NANOS_PER_MILLI))
                .append(" ms\tMemory Size: ")
                .append(memoryMb)
                .append(" MB\t");
        if (init != null) {
            report.append("Init Duration: ").append(millis(init)).append(" ms\t");
        }
        append(report.toString());
    }

    void timedOut(String requestId, Instant now, Duration timeout) {
        append("%s %s %s".formatted(now, requestId, ErrorDocument.timeoutText(timeout)));
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / NANOS_PER_MILLI);
    }

    /** The newest lines, oldest first. */
    List<String> newest(int limit) {
        synchronized (lock) {
            List<String> result = new ArrayList<>(Math.min(limit, lines.size()));
            int skip = Math.max(0, lines.size() - limit);
            for (Iterator<String> all = lines.iterator(); all.hasNext(); skip--) {
                String line = all.next();
                if (skip <= 0) {
                    result.add(line);
                }
            }
            return result;
        }
    }
}
