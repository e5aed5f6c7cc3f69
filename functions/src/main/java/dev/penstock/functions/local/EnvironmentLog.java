package dev.penstock.functions.local;

import dev.penstock.functions.local.LogFormat.RuntimeName;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log stream of one environment: Lambda's own lines and what the handler prints, of which so much is kept for each
 * invocation that a handler which prints without end cannot push out the logs of others; what is cut is said in the log.
 * Guarded by {@code lock}.
 */
final class EnvironmentLog {
    /** Characters that a handler may print in one invocation. */
    static final int MAX_OUTPUT = 4 * 1024 * 1024;

    private final Object lock = new Object();
    private final FunctionLogs logs;
    private final LogFormat format;
    private final String group;
    private final String stream;
    private final String version;
    private final Time time;
    private @Nullable LogTail tail;
    private long printed;
    private long cutLines;
    private long cutChars;

    EnvironmentLog(FunctionLogs logs, LogFormat format, String group, String stream, String version, Time time) {
        this.logs = logs;
        this.format = format;
        this.group = group;
        this.stream = stream;
        this.version = version;
        this.time = time;
    }

    /** One line that the handler printed, from any thread. */
    void output(String line) {
        synchronized (lock) {
            printed += line.length() + 1;
            if (printed > MAX_OUTPUT) {
                cutLines++;
                cutChars += line.length() + 1;
                return;
            }
            append(line);
        }
    }

    void initStarted(RuntimeName runtime) {
        appendAll(format.initStarted(time.now(), runtime));
    }

    void initFailed(Duration took, String errorType) {
        appendAll(format.initFailed(time.now(), took, errorType));
    }

    /** @param tailed whether {@link #ended} shall give the end of the invocation's log */
    void started(String requestId, boolean tailed) {
        synchronized (lock) {
            sayWhatIsCut();
            tail = tailed ? new LogTail() : null;
            appendAll(format.started(time.now(), requestId, version));
        }
    }

    /** @return the last 4 KB since {@link #started}, when they were asked for */
    @Nullable
    Bytes ended(Report report) {
        synchronized (lock) {
            sayWhatIsCut();
            appendAll(format.ended(time.now(), report));
            LogTail whole = tail;
            tail = null;
            return whole == null ? null : whole.bytes();
        }
    }

    private void sayWhatIsCut() {
        if (cutLines > 0) {
            append(
                    "Penstock: %d more lines (%d characters) were printed and are not kept; it keeps %d MB of each invocation"
                            .formatted(cutLines, cutChars, MAX_OUTPUT >> 20));
        }
        printed = 0;
        cutLines = 0;
        cutChars = 0;
    }

    private void appendAll(List<String> lines) {
        synchronized (lock) {
            lines.forEach(this::append);
        }
    }

    private void append(String line) {
        logs.append(group, stream, line);
        LogTail current = tail;
        if (current != null) {
            current.append(line);
        }
    }
}
