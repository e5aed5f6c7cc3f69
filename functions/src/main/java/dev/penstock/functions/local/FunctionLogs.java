package dev.penstock.functions.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.logs.LogText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines of one function: all go to its log group, where the CloudWatch Logs API finds them; the newest, at most
 * 2,000 lines and a million characters, are kept here too. Guarded by {@code lock}.
 */
final class FunctionLogs {
    private static final Logger log = LoggerFactory.getLogger(FunctionLogs.class);
    private static final int MAX_LINES = 2_000;
    private static final int MAX_CHARS = 1_000_000;

    private final Object lock = new Object();
    private final String function;
    private final LogGroups groups;
    private final Deque<String> lines = new ArrayDeque<>();
    private int chars;

    FunctionLogs(String function, LogGroups groups) {
        this.function = function;
        this.groups = groups;
    }

    /** Adds one line, without line end. */
    void append(String group, String stream, String line) {
        log.debug("{}: {}", function, line);
        synchronized (lock) {
            lines.addLast(line);
            chars += line.length();
            while (lines.size() > MAX_LINES || chars > MAX_CHARS) {
                chars -= lines.removeFirst().length();
            }
            write(group, stream, line);
        }
    }

    /** The handler goes on when there are too many log streams. */
    private void write(String group, String stream, String line) {
        try {
            groups.write(group, stream, LogText.of(line + "\n"));
        } catch (AwsException full) {
            log.warn("function '{}' cannot log to {}: {}", function, group, full.getMessage());
        }
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
