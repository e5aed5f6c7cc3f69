package dev.penstock.stream.journal;

import dev.penstock.stream.local.Journal.Change;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.KeptStream;
import dev.penstock.stream.local.Journal.RemovedStream;
import dev.penstock.stream.local.Journal.TrimmedShard;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All streams as the log knows them up to a point: what a snapshot is made of. Used by one thread at a time. */
final class Ledger {
    private final Map<Long, KeptStream> streams = new TreeMap<>();
    private final Map<ShardKey, Long> trims = new HashMap<>();

    void apply(Change change) {
        if (change instanceof KeptStream stream) {
            streams.put(stream.id(), stream);
        } else if (change instanceof RemovedStream removed) {
            streams.remove(removed.id());
            trims.keySet().removeIf(shard -> shard.streamId() == removed.id());
        } else if (change instanceof TrimmedShard trimmed) {
            trims.merge(new ShardKey(trimmed.streamId(), trimmed.shard()), trimmed.firstKept(), Math::max);
        }
    }

    Collection<KeptStream> streams() {
        return Collections.unmodifiableCollection(streams.values());
    }

    void writeTo(EntryBuffer entries) {
        streams.values().forEach(entries::add);
        trims.forEach((shard, first) -> entries.add(new TrimmedShard(shard.streamId(), shard.shard(), first)));
    }

    /** Whether a record is still to be had at a time. */
    boolean isLive(KeptRecord record, long nowMillis) {
        return isLive(
                new ShardKey(record.streamId(), record.shard()), record.index(), record.arrivalMillis(), nowMillis);
    }

    boolean isLive(ShardKey shard, long index, long arrivalMillis, long nowMillis) {
        @Nullable KeptStream stream = streams.get(shard.streamId());
        return stream != null
                && nowMillis - arrivalMillis <= stream.retentionMillis()
                && index >= trims.getOrDefault(shard, 0L);
    }

    /** Names a shard of a stream. */
    record ShardKey(long streamId, int shard) {}
}
