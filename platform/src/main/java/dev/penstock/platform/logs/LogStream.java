package dev.penstock.platform.logs;

import java.util.ArrayDeque;
import java.util.Deque;

/** A log stream. Guarded by the lock of its {@link LogGroups}. */
final class LogStream {
    private final String name;
    private final long createdAt;

    /** In the order in which they were written. */
    private final Deque<LogEvent> events = new ArrayDeque<>();

    private long firstEventTimestamp;
    private long lastEventTimestamp;
    private long lastIngestionTime;
    private boolean written;

    LogStream(String name, long createdAt) {
        this.name = name;
        this.createdAt = createdAt;
    }

    void add(LogEvent event) {
        events.addLast(event);
        firstEventTimestamp = written ? Math.min(firstEventTimestamp, event.timestamp()) : event.timestamp();
        lastEventTimestamp = written ? Math.max(lastEventTimestamp, event.timestamp()) : event.timestamp();
        lastIngestionTime = event.ingestionTime();
        written = true;
    }

    String name() {
        return name;
    }

    Deque<LogEvent> events() {
        return events;
    }

    Summary summary() {
        return new Summary(name, createdAt, written, firstEventTimestamp, lastEventTimestamp, lastIngestionTime);
    }

    /**
     * What DescribeLogStreams says; all times in milliseconds since the epoch.
     *
     * @param written whether there ever was an event; without one the three event times mean nothing
     */
    record Summary(
            String name,
            long createdAt,
            boolean written,
            long firstEventTimestamp,
            long lastEventTimestamp,
            long lastIngestionTime) {}
}
