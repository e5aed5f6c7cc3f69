package dev.penstock.stream.local;

import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StreamSubscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One consumer of a stream: opens each shard when all its parents are dealt with. Guarded by {@code lock}; the listener
 * is called without it.
 */
final class InMemorySubscription implements StreamSubscription, Journal.Moving {
    private final Object lock = new Object();
    private final Map<Shard, InMemoryShardReader> readers = new HashMap<>();
    private final AtomicBoolean moved = new AtomicBoolean();
    private final Map<Shard, Long> starts;
    private final Set<Shard> finished;
    private final StreamState stream;
    private final String consumer;
    private final ShardListener listener;
    private boolean closed;

    InMemorySubscription(StreamState stream, String consumer, Beginning beginning, ShardListener listener) {
        this.stream = stream;
        this.consumer = consumer;
        this.listener = listener;
        this.starts = new HashMap<>(beginning.starts());
        this.finished = new HashSet<>(beginning.finished());
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
            moved();
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

    /** It has dealt with more than the journal knows of. */
    void moved() {
        if (moved.compareAndSet(false, true)) {
            stream.keeping().moved(this);
        }
    }

    @Override
    public Journal.KeptPositions positions() {
        moved.set(false); // before looking: what moves meanwhile is told again
        List<Journal.Position> positions = new ArrayList<>();
        synchronized (lock) {
            for (Shard shard : stream.shards()) {
                InMemoryShardReader reader = readers.get(shard);
                if (reader != null || starts.containsKey(shard)) {
                    long next = reader == null ? starts.getOrDefault(shard, 0L) : reader.consumedBefore();
                    positions.add(new Journal.Position(shard.index(), next, finished.contains(shard)));
                }
            }
        }
        return stream.keeping().positions(consumer, positions);
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
