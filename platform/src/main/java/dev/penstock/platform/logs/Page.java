package dev.penstock.platform.logs;

import java.util.List;

/** Cuts events into answers of at most 1 MiB. */
final class Page {
    static final int MOST_EVENTS = 10_000;
    private static final int MOST_BYTES = 1_048_576;

    private Page() {}

    /** As many of the first ones as fit; at least one. */
    static List<LogEvent> first(List<LogEvent> events, int limit) {
        int end = 0;
        long bytes = 0;
        while (end < events.size() && end < limit) {
            bytes += events.get(end).sizeBytes();
            if (bytes > MOST_BYTES && end > 0) {
                break;
            }
            end++;
        }
        return events.subList(0, end);
    }

    /** As many of the last ones as fit; at least one. */
    static List<LogEvent> last(List<LogEvent> events, int limit) {
        int start = events.size();
        long bytes = 0;
        while (start > 0 && events.size() - start < limit) {
            bytes += events.get(start - 1).sizeBytes();
            if (bytes > MOST_BYTES && start < events.size()) {
                break;
            }
            start--;
        }
        return events.subList(start, events.size());
    }

    static List<LogEvent> after(List<LogEvent> events, LogPosition position) {
        return events.subList(
                indexOf(events, new LogPosition(position.timestamp(), position.order() + 1)), events.size());
    }

    static List<LogEvent> before(List<LogEvent> events, LogPosition position) {
        return events.subList(0, indexOf(events, position));
    }

    /** The index of the first event that is at or behind a position. */
    private static int indexOf(List<LogEvent> events, LogPosition position) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).position().compareTo(position) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
