package dev.penstock.functions.source;

import dev.penstock.functions.MappingTimeline;
import dev.penstock.functions.MappingTimeline.Event;
import dev.penstock.functions.MappingTimeline.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest events of one shard, and their counts in the metrics of the mapping. Guarded as its shard is. */
final class ShardLog implements LaneLog {
    private static final int MOST = 64;

    private final Deque<Event> events = new ArrayDeque<>();
    private final MappingMetrics metrics;
    private long filtered;

    ShardLog(MappingMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void add(
            long atMillis,
            Kind kind,
            int lane,
            int records,
            @Nullable String first,
            @Nullable String last,
            int attempt,
            String detail) {
        if (events.size() == MOST) {
            events.removeFirst();
        }
        events.addLast(new Event(atMillis, kind, lane, records, first, last, attempt, Verdict.shortened(detail)));
        metrics.count(kind, records);
    }

    /** Records were passed over; those in a row are one event. */
    void filtered(long atMillis, int records, String first, String last) {
        filtered += records;
        Event newest = events.peekLast();
        if (newest == null || newest.kind() != Kind.FILTERED) {
            add(atMillis, Kind.FILTERED, -1, records, first, last, 0, "");
            return;
        }
        events.removeLast();
        events.addLast(new Event(atMillis, Kind.FILTERED, -1, newest.records() + records, newest.first(), last, 0, ""));
        metrics.count(Kind.FILTERED, records);
    }

    void updated(long atMillis, String detail) {
        add(atMillis, Kind.UPDATED, -1, 0, null, null, 0, detail);
    }

    /** Records that no pattern matched. */
    long filtered() {
        return filtered;
    }

    /** Oldest first. */
    List<MappingTimeline.Event> newest() {
        return List.copyOf(events);
    }
}
