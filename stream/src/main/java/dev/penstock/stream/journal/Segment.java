package dev.penstock.stream.journal;

import dev.penstock.stream.local.Journal.KeptRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One file of the log, and until when it is needed. Used by one thread at a time. */
final class Segment {
    private final Path file;
    private final long number;
    private final Map<Ledger.ShardKey, Last> lasts = new HashMap<>();
    private long bytes;

    Segment(Path file, long number) {
        this.file = file;
        this.number = number;
    }

    Path file() {
        return file;
    }

    long number() {
        return number;
    }

    /** How much of the file counts. */
    long bytes() {
        return bytes;
    }

    void bytes(long now) {
        bytes = now;
    }

    void contains(KeptRecord record) {
        Last last = lasts.computeIfAbsent(new Ledger.ShardKey(record.streamId(), record.shard()), shard -> new Last());
        last.index = Math.max(last.index, record.index());
        last.arrivalMillis = Math.max(last.arrivalMillis, record.arrivalMillis());
    }

    /** Whether it holds a record that is still to be had. */
    boolean isNeeded(Ledger ledger, long nowMillis) {
        lasts.entrySet()
                .removeIf(shard -> !ledger.isLive(
                        shard.getKey(), shard.getValue().index, shard.getValue().arrivalMillis, nowMillis));
        return !lasts.isEmpty();
    }

    /** The last record of a shard in this segment. */
    private static final class Last {
        private long index;
        private long arrivalMillis;
    }
}
