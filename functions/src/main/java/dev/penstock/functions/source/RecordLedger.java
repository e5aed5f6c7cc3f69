package dev.penstock.functions.source;

import dev.penstock.functions.event.SourceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one shard that were read, in its order, from the first that is not finished on. Lanes finish records in
 * any order; the position of the shard moves only behind records before which nothing is open. Guarded as its shard is.
 */
final class RecordLedger {
    private final Deque<LaneRecord> records = new ArrayDeque<>();
    private long bytes;

    LaneRecord add(SourceRecord record) {
        LaneRecord added = new LaneRecord(record);
        records.addLast(added);
        bytes += record.bytes();
        return added;
    }

    /** Forgets the finished ones at the head; gives the last of them, null when there is none. */
    @Nullable
    SourceRecord sweep() {
        SourceRecord last = null;
        for (LaneRecord head = records.peekFirst(); head != null && head.isFinished(); head = records.peekFirst()) {
            last = head.record();
            bytes -= last.bytes();
            records.removeFirst();
        }
        return last;
    }

    /** In order. */
    List<LaneRecord> unfinished() {
        List<LaneRecord> open = new ArrayList<>();
        for (LaneRecord record : records) {
            if (!record.isFinished()) {
                open.add(record);
            }
        }
        return open;
    }

    /** When the oldest open record arrived; -1 when there is none. */
    long oldestMillis() {
        LaneRecord head = records.peekFirst();
        return head == null ? -1 : head.record().arrivalMillis();
    }

    int size() {
        return records.size();
    }

    long bytes() {
        return bytes;
    }
}
