package dev.penstock.stream.local;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The shards of one stream, and how they split, merge and leave. The list changes as a whole under {@code lock}; puts
 * read the map without it.
 */
final class ShardTable {
    private final Object lock = new Object();
    private final Time time;
    private final BiFunction<Shard.Lineage, Long, Shard> opener;
    private volatile ShardMap map;
    private long firstClosedMillis = Long.MAX_VALUE;
    private boolean ended;

    /**
     * A table with equal shards.
     *
     * @param createdMillis when the stream was created, which is when they open
     * @param opener makes a shard that opened at a time
     */
    ShardTable(int shards, long createdMillis, Time time, BiFunction<Shard.Lineage, Long, Shard> opener) {
        this.time = time;
        this.opener = opener;
        List<Shard> first = new ArrayList<>(shards);
        for (HashKeyRange range : HashKeyRange.even(shards)) {
            first.add(opener.apply(new Shard.Lineage(first.size(), range, List.of()), createdMillis));
        }
        this.map = ShardMap.of(first);
    }

    /** A table with shards that were kept. */
    ShardTable(List<Shard> shards, Time time, BiFunction<Shard.Lineage, Long, Shard> opener) {
        this.time = time;
        this.opener = opener;
        this.map = ShardMap.of(shards);
        replace(shards);
    }

    /** The shards as they are, for a record to go into one; it may have closed when the record comes. */
    ShardMap map() {
        return map;
    }

    /** All shards by index, but for those that expired; waits until a reshard is through. */
    List<Shard> all(Duration retention) {
        synchronized (lock) {
            dropExpired(time.millis() - retention.toMillis());
            return map.all();
        }
    }

    /** The shard with an index, if it is still there; as {@link #all}. */
    Optional<Shard> at(int index, Duration retention) {
        List<Shard> all = all(retention);
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).index() < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return all.get(low).index() == index ? Optional.of(all.get(low)) : Optional.empty();
    }

    /** Looks at shards while none of them opens or closes. */
    <T> T whileStill(Supplier<T> look) {
        synchronized (lock) {
            return look.get();
        }
    }

    /**
     * Splits and merges; all becomes visible at once.
     *
     * @param steps gets the open shards by range
     * @param before gets all shards before they become visible
     * @return the shards that closed, still to be signalled; none when the stream has ended
     */
    Set<Shard> reshape(Consumer<ShardChanges> steps, Consumer<List<Shard>> before) {
        synchronized (lock) {
            if (ended) {
                return Set.of();
            }
            long now = time.millis();
            ShardChanges changes = new ShardChanges(map, lineage -> opener.apply(lineage, now));
            steps.accept(changes);
            changes.closing().forEach(shard -> shard.close(now));
            before.accept(changes.all());
            replace(changes.all());
            return changes.closing();
        }
    }

    /** No shard opens any more. */
    void end() {
        synchronized (lock) {
            ended = true;
        }
    }

    /** A shard leaves when it has been closed for longer than records stay, and its own have been removed. */
    private void dropExpired(long horizonMillis) {
        if (firstClosedMillis >= horizonMillis) {
            return;
        }
        Map<Boolean, List<Shard>> byExpiry = map.all().stream()
                .collect(Collectors.partitioningBy(shard -> shard.closedMillis() < horizonMillis
                        && shard.oldestArrivalMillis().isEmpty()));
        replace(byExpiry.getOrDefault(false, List.of()));
        byExpiry.getOrDefault(true, List.of()).forEach(Shard::forgetParents);
    }

    private void replace(List<Shard> all) {
        map = ShardMap.of(all);
        firstClosedMillis = all.stream().mapToLong(Shard::closedMillis).min().orElse(Long.MAX_VALUE);
    }
}
