package dev.penstock.platform.logs;

import java.util.Comparator;

/**
 * One event of a log stream.
 *
 * @param order grows with every event of all groups
 * @param timestamp when it happened, in milliseconds since the epoch, as the writer says
 * @param ingestionTime when it was written, likewise
 * @param heldBytes about what it takes in memory; kept, because when it goes its text has long left the processor's cache
 */
record LogEvent(LogStream stream, long order, long timestamp, long ingestionTime, LogText message, int heldBytes) {
    /** By their own time; what has the same time stays in the order in which it was written. */
    static final Comparator<LogEvent> CHRONOLOGICAL =
            Comparator.comparingLong(LogEvent::timestamp).thenComparingLong(LogEvent::order);

    /** What CloudWatch adds to each event when it counts bytes. */
    static final int OVERHEAD_BYTES = 26;

    /** About what an event takes in memory beside its message: itself, its text's objects, its places in two lists. */
    private static final int MEMORY_BYTES = 160;

    LogEvent(LogStream stream, long order, long timestamp, long ingestionTime, LogText message) {
        this(stream, order, timestamp, ingestionTime, message, message.sizeBytes() + MEMORY_BYTES);
    }

    LogPosition position() {
        return new LogPosition(timestamp, order);
    }

    /** As CloudWatch counts. */
    int sizeBytes() {
        return message.sizeBytes() + OVERHEAD_BYTES;
    }

    /** How many bytes a text has in UTF-8, without making them. */
    static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
