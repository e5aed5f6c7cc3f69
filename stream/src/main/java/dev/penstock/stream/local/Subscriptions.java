package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of one stream in this process, and those of the run before that have not come back yet. Coming is
 * guarded by {@code lock}.
 */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    /** So long after a restart records that only an absent consumer still needs stay, even when memory is full. */
    private static final Duration AWAITED = Duration.ofMinutes(1);

    private static final int MOST_TOLD = 10;

    private final Object lock = new Object();
    private final List<InMemorySubscription> open = new CopyOnWriteArrayList<>();
    private final Map<String, Journal.KeptPositions> absent = new ConcurrentHashMap<>();
    private final StreamState stream;
    private final Keeping keeping;
    private final Time time;
    private volatile boolean awaiting;
    private Time.@Nullable Timer waiting;

    Subscriptions(StreamState stream, Keeping keeping, Time time) {
        this.stream = stream;
        this.keeping = keeping;
        this.time = time;
    }

    /** A consumer was here in the run before. */
    void restore(Journal.KeptPositions kept) {
        absent.put(kept.consumer(), kept);
    }

    /** All that was kept is back. */
    void serveAgain() {
        if (absent.isEmpty()) {
            return;
        }
        Set<Integer> shards = stream.shards().stream().map(Shard::index).collect(Collectors.toSet());
        absent.replaceAll((consumer, kept) -> withoutExpired(kept, shards));
        awaiting = true;
        waiting = time.schedule(AWAITED, this::awaitNoLonger);
    }

    private Journal.KeptPositions withoutExpired(Journal.KeptPositions kept, Set<Integer> shards) {
        List<Journal.Position> still = kept.shards().stream()
                .filter(position -> shards.contains(position.shard()))
                .toList();
        Journal.KeptPositions left = new Journal.KeptPositions(kept.streamId(), kept.consumer(), still);
        if (!left.equals(kept)) {
            keeping.keep(left);
        }
        return left;
    }

    private void awaitNoLonger() {
        awaiting = false;
        stream.roomAppeared();
    }

    /** @throws IllegalStateException when a consumer of that name reads already */
    InMemorySubscription add(String consumer, StartingPosition from, ShardListener listener) {
        synchronized (lock) {
            if (open.stream().anyMatch(other -> other.consumer().equals(consumer))) {
                throw new IllegalStateException(
                        "consumer '%s' already reads stream '%s'; close it first".formatted(consumer, stream.name()));
            }
            Journal.KeptPositions kept = absent.get(consumer);
            List<Shard> shards = stream.shards();
            Beginning beginning = kept == null ? Beginning.at(from, shards) : Beginning.behind(kept, shards);
            InMemorySubscription added = new InMemorySubscription(stream, consumer, beginning, listener);
            open.add(added);
            if (kept != null) {
                absent.remove(consumer);
                tell(consumer, beginning);
            }
            keeping.begun(added);
            return added;
        }
    }

    private void tell(String consumer, Beginning beginning) {
        String where = beginning.starts().keySet().stream()
                .filter(shard -> !beginning.finished().contains(shard))
                .sorted((one, other) -> Integer.compare(one.index(), other.index()))
                .limit(MOST_TOLD)
                .map(shard -> "%s %d ms"
                        .formatted(
                                shard.id(),
                                shard.millisBehindLatest(beginning.starts().getOrDefault(shard, 0L))))
                .collect(Collectors.joining(", "));
        log.info(
                "consumer {} of stream {} continues behind what it had dealt with before the restart; behind the tip: {}",
                consumer,
                stream.name(),
                where.isEmpty() ? "nothing of the shards it knew" : where);
    }

    void remove(InMemorySubscription subscription) {
        open.remove(subscription);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    int count() {
        return open.size();
    }

    /** Shards may have become readable. */
    void openReady() {
        open.forEach(InMemorySubscription::openReady);
    }

    /**
     * Drops the oldest records of shards that every consumer is past, until enough bytes are free; without a consumer none.
     *
     * @return how many bytes became free
     */
    long trimConsumed(List<Shard> shards, long enoughBytes) {
        if (isEmpty()) {
            return 0;
        }
        long freed = 0;
        for (Shard shard : shards) {
            if (freed >= enoughBytes) {
                break;
            }
            long freedHere = shard.trimBelow(consumedBefore(shard), enoughBytes - freed);
            if (freedHere > 0) {
                keeping.trimmed(shard);
            }
            freed += freedHere;
        }
        return freed;
    }

    /** The position before which no consumer needs a shard; called when there is at least one. */
    private long consumedBefore(Shard shard) {
        long consumed = Long.MAX_VALUE;
        for (InMemorySubscription subscription : open) {
            consumed = Math.min(consumed, subscription.consumedBefore(shard));
        }
        return awaiting ? Math.min(consumed, absentBefore(shard)) : consumed;
    }

    private long absentBefore(Shard shard) {
        long consumed = Long.MAX_VALUE;
        for (Journal.KeptPositions kept : absent.values()) {
            consumed = Math.min(
                    consumed,
                    kept.shards().stream()
                            .filter(position -> position.shard() == shard.index())
                            .mapToLong(Journal.Position::next)
                            .findFirst()
                            .orElse(0));
        }
        return consumed;
    }

    /** The pipeline ends. */
    void stop() {
        Time.Timer set = waiting;
        if (set != null) {
            set.cancel();
        }
    }
}
