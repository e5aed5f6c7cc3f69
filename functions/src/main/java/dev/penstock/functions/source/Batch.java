package dev.penstock.functions.source;

import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of one lane for one invocation, first being gathered, then tried. Its event is written while it is gathered and
 * is the same for every attempt. Guarded as its shard is.
 */
final class Batch {
    private final List<LaneRecord> records;
    private final boolean closing;
    private final boolean tooLarge;
    private @Nullable EventJson json;
    private @Nullable Bytes event;
    private int failures;
    private @Nullable Failure lastFailure;

    private Batch(List<LaneRecord> records, boolean closing, boolean tooLarge, @Nullable EventJson json) {
        this.records = records;
        this.closing = closing;
        this.tooLarge = tooLarge;
        this.json = json;
    }

    /** @param tailBytes what its event has behind the records, at most */
    static Batch begin(LaneRecord first, int tailBytes) {
        List<LaneRecord> records = new ArrayList<>();
        records.add(first);
        EventJson json = new EventJson(tailBytes);
        boolean fits = json.add(first.record());
        return new Batch(records, false, !fits, fits ? json : null);
    }

    /** For the last invocation of a time window, which has no records. */
    static Batch closing() {
        return new Batch(List.of(), true, false, null);
    }

    /** Adds a record; false when the event would pass 6 MB. */
    boolean add(LaneRecord record) {
        EventJson open = json;
        if (open == null || !open.add(record.record())) {
            return false;
        }
        records.add(record);
        return true;
    }

    /** A part of it, as a batch that was never tried. */
    Batch part(int from, int to) {
        return new Batch(List.copyOf(records.subList(from, to)), false, false, null);
    }

    /** A part of it, with the attempts that it had. */
    Batch cut(int from, int to) {
        Batch rest = part(from, to);
        rest.failures = failures;
        rest.lastFailure = lastFailure;
        return rest;
    }

    /**
     * Makes sure that the event is written.
     *
     * @param tailBytes what it has behind the records, at most
     * @return how many records it has: all, unless what comes behind them has grown since they were gathered
     */
    int write(int tailBytes) {
        if (json != null || event != null || closing) {
            return size();
        }
        EventJson again = new EventJson(tailBytes);
        for (int i = 0; i < records.size(); i++) {
            if (!again.add(record(i))) {
                return i;
            }
        }
        json = again;
        return size();
    }

    /** Ends the gathering. */
    Bytes event(@Nullable WindowTail tail) {
        Bytes written = event;
        if (written == null) {
            EventJson gathered = json;
            written = (gathered == null ? new EventJson(0) : gathered).finish(tail);
            event = written;
            json = null;
        }
        return written;
    }

    int size() {
        return records.size();
    }

    int bytesLeft() {
        EventJson open = json;
        return open == null ? 0 : open.bytesLeft();
    }

    /** Whether it is one record whose event would be larger than any invocation takes. */
    boolean isTooLarge() {
        return tooLarge;
    }

    boolean isClosing() {
        return closing;
    }

    SourceRecord record(int index) {
        return records.get(index).record();
    }

    String sequenceNumber(int index) {
        return record(index).sequenceNumber();
    }

    /** Where each record is, by sequence number. */
    Map<String, Integer> indexes() {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            indexes.put(sequenceNumber(i), i);
        }
        return indexes;
    }

    /** In order. */
    List<SourceRecord> sourceRecords() {
        return records.stream().map(LaneRecord::record).toList();
    }

    /** Dealt with, up to an index. */
    void finish(int to) {
        for (int i = 0; i < to; i++) {
            records.get(i).finish();
        }
    }

    /** Attempts that failed; those that made progress do not count. */
    int failures() {
        return failures;
    }

    void failed(Failure failure) {
        failures++;
        lastFailure = failure;
    }

    @Nullable
    Failure lastFailure() {
        return lastFailure;
    }

    /**
     * An attempt that failed.
     *
     * @param functionError {@code Unhandled}, or null when the function itself reported records
     */
    record Failure(
            String requestId,
            String executedVersion,
            @Nullable String functionError,
            String error) {}
}
