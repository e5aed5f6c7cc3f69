package dev.penstock.stream.local;

import java.util.Comparator;
import java.util.List;

/**
 * The shards of a stream at one moment.
 *
 * @param all by index
 * @param open by range; together they cover the hash space without gap or overlap
 */
record ShardMap(List<Shard> all, List<Shard> open) {

    static ShardMap of(List<Shard> all) {
        List<Shard> open = all.stream()
                .filter(shard -> !shard.isClosed())
                .sorted(Comparator.comparing(shard -> shard.range().from()))
                .toList();
        return new ShardMap(List.copyOf(all), open);
    }

    /** The open shard that a hash key falls into. */
    Shard at(HashKey key) {
        int low = 0;
        int high = open.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (open.get(middle).range().from().compareTo(key) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return open.get(low);
    }
}
