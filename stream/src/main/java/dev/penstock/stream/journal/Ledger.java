package dev.penstock.stream.journal;

import dev.penstock.stream.local.Journal.Change;
import dev.penstock.stream.local.Journal.KeptPositions;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.KeptStream;
import dev.penstock.stream.local.Journal.RemovedStream;
import dev.penstock.stream.local.Journal.TrimmedShard;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All streams as the log knows them up to a point: what a snapshot is made of. Used by one thread at a time. */
final class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    /** Of one stream. Names of consumers are stable, so that more are many that never came back. */
    private static final int MOST_CONSUMERS = 1_000;

    private final Map<Long, KeptStream> streams = new TreeMap<>();
    private final Map<ShardKey, Long> trims = new HashMap<>();
    private final Map<Long, Map<String, KeptPositions>> consumers = new HashMap<>();

    void apply(Change change) {
        if (change instanceof KeptStream stream) {
            streams.put(stream.id(), stream);
        } else if (change instanceof RemovedStream removed) {
            streams.remove(removed.id());
            trims.keySet().removeIf(shard -> shard.streamId() == removed.id());
            consumers.remove(removed.id());
        } else if (change instanceof TrimmedShard trimmed) {
            trims.merge(new ShardKey(trimmed.streamId(), trimmed.shard()), trimmed.firstKept(), Math::max);
        } else if (change instanceof KeptPositions positions && streams.containsKey(positions.streamId())) {
            positions(positions);
        }
    }

    /** The longest unchanged is first; it is the first to go. */
    private void positions(KeptPositions changed) {
        Map<String, KeptPositions> ofStream =
                consumers.computeIfAbsent(changed.streamId(), stream -> new LinkedHashMap<>());
        ofStream.remove(changed.consumer());
        ofStream.put(changed.consumer(), changed);
        if (ofStream.size() > MOST_CONSUMERS) {
            String eldest = ofStream.keySet().iterator().next();
            ofStream.remove(eldest);
            log.warn(
                    "positions of {} consumers of a stream are kept, which is the limit; those of consumer {}, which did"
                            + " not move for longest, are forgotten",
                    MOST_CONSUMERS,
                    eldest);
        }
    }

    /** Where consumers are. */
    List<KeptPositions> positions() {
        return consumers.values().stream()
                .flatMap(ofStream -> ofStream.values().stream())
                .toList();
    }

    Collection<KeptStream> streams() {
        return Collections.unmodifiableCollection(streams.values());
    }

    void writeTo(EntryBuffer entries) {
        streams.values().forEach(entries::add);
        trims.forEach((shard, first) -> entries.add(new TrimmedShard(shard.streamId(), shard.shard(), first)));
        positions().forEach(entries::add);
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
