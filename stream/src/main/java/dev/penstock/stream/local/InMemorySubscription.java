package dev.penstock.stream.local;

import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSubscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One consumer of a stream: opens each shard when all its parents are dealt with. Guarded by {@code lock}; the listener
 * is called without it.
 */
final class InMemorySubscription implements StreamSubscription {
    private final Object lock = new Object();
    private final Map<Shard, InMemoryShardReader> readers = new HashMap<>();
    private final Map<Shard, Long> starts = new HashMap<>();
    private final Set<Shard> finished = new HashSet<>();
    private final StreamState stream;
    private final String consumer;
    private final ShardListener listener;
    private boolean closed;

    InMemorySubscription(StreamState stream, String consumer, StartingPosition from, ShardListener listener) {
        this.stream = stream;
        this.consumer = consumer;
        this.listener = listener;
        for (Shard shard : stream.shards()) {
            long start = start(shard, from);
            starts.put(shard, start);
            if (shard.isClosed() && start >= shard.tip()) {
                finished.add(shard);
            }
        }
    }

    private static long start(Shard shard, StartingPosition from) {
        if (from instanceof StartingPosition.TrimHorizon) {
            return shard.trimHorizon();
        }
        if (from instanceof StartingPosition.Latest) {
            return shard.tip();
        }
        if (from instanceof StartingPosition.AtTimestamp at) {
            return shard.positionAt(at.timestamp().toEpochMilli());
        }
        throw new AssertionError(from);
    }

    String consumer() {
        return consumer;
    }

    /** Opens what may be read now. */
    void openReady() {
        List<InMemoryShardReader> opened = new ArrayList<>();
        synchronized (lock) {
            List<Shard> shards = stream.shards();
            forgetAllBut(shards);
            for (Shard shard : shards) {
                boolean known = readers.containsKey(shard) || finished.contains(shard);
                if (!closed && !known && shard.parents().stream().allMatch(parent -> isDone(parent, shards))) {
                    // A shard that came after the start is read from its beginning, whatever the starting position.
                    long start = starts.getOrDefault(shard, RecordLog.FIRST_INDEX);
                    InMemoryShardReader reader = new InMemoryShardReader(this, stream, shard, start);
                    readers.put(shard, reader);
                    opened.add(reader);
                }
            }
        }
        opened.forEach(listener::opened);
    }

    /** What is known of shards does not grow with all that ever were. */
    private void forgetAllBut(List<Shard> shards) {
        Set<Shard> there = new HashSet<>(shards);
        readers.keySet().removeIf(shard -> finished.contains(shard) && !there.contains(shard));
        finished.retainAll(there);
        starts.keySet().retainAll(there);
    }

    /** A parent that has left the stream, and that nobody reads, has nothing more to give. */
    private boolean isDone(Shard parent, List<Shard> shards) {
        return finished.contains(parent) || (!readers.containsKey(parent) && !shards.contains(parent));
    }

    void finished(Shard shard) {
        boolean first;
        synchronized (lock) {
            first = finished.add(shard);
        }
        if (first) {
            openReady();
        }
    }

    /** The position before which this consumer is done with a shard; 0 when it has not begun. */
    long consumedBefore(Shard shard) {
        synchronized (lock) {
            if (finished.contains(shard)) {
                return Long.MAX_VALUE;
            }
            InMemoryShardReader reader = readers.get(shard);
            return reader == null ? starts.getOrDefault(shard, 0L) : reader.consumedBefore();
        }
    }

    /** How many shards it knows of: those it reads, has dealt with, or is to begin with. */
    int knownShards() {
        synchronized (lock) {
            Set<Shard> known = new HashSet<>(readers.keySet());
            known.addAll(finished);
            known.addAll(starts.keySet());
            return known.size();
        }
    }

    @Override
    public void close() {
        List<InMemoryShardReader> open;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            open = new ArrayList<>(readers.values());
        }
        open.forEach(InMemoryShardReader::close);
        stream.remove(this);
    }
}
