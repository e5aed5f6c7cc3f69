package dev.penstock.functions.source;

import dev.penstock.functions.event.SourceRecord;

/** A record on its way through a lane. Guarded as its shard is. */
final class LaneRecord {
    private final SourceRecord record;
    private boolean finished;

    LaneRecord(SourceRecord record) {
        this.record = record;
    }

    SourceRecord record() {
        return record;
    }

    /** Delivered, discarded or filtered out. */
    boolean isFinished() {
        return finished;
    }

    void finish() {
        finished = true;
    }
}
