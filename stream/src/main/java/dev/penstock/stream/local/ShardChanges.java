package dev.penstock.stream.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Splits and merges of one stream that become visible together. Made and used under the stream's lock.
 *
 * <p>Lineage stays as on AWS: a shard has one parent or two, and children do not outlive the moment they were replaced.
 */
final class ShardChanges {
    private final List<Shard> open;
    private final List<Shard> all;
    private final Set<Shard> closing = new LinkedHashSet<>();
    private final Function<Shard.Lineage, Shard> opener;
    private int nextIndex;

    ShardChanges(ShardMap before, Function<Shard.Lineage, Shard> opener) {
        this.open = before.open();
        this.all = new ArrayList<>(before.all());
        this.opener = opener;
        this.nextIndex = all.get(all.size() - 1).index() + 1;
    }

    /** The shards that were open before, by range. */
    List<Shard> open() {
        return open;
    }

    /** Puts new shards in the place of others; both are from here on what later changes see. */
    List<Shard> replace(List<Shard> parents, List<HashKeyRange> ranges) {
        List<Shard> children = new ArrayList<>(ranges.size());
        for (HashKeyRange range : ranges) {
            children.add(opener.apply(new Shard.Lineage(nextIndex++, range, List.copyOf(parents))));
        }
        closing.addAll(parents);
        all.addAll(children);
        return children;
    }

    /** The two halves of a shard; {@code at} begins the second. */
    List<Shard> split(Shard parent, HashKey at) {
        HashKeyRange range = parent.range();
        return replace(
                List.of(parent),
                List.of(new HashKeyRange(range.from(), at.previous()), new HashKeyRange(at, range.to())));
    }

    /** One shard for two neighbours, the lower one first. */
    Shard merge(Shard lower, Shard upper) {
        return replace(
                        List.of(lower, upper),
                        List.of(new HashKeyRange(
                                lower.range().from(), upper.range().to())))
                .get(0);
    }

    /** Every shard by index, those that close included. */
    List<Shard> all() {
        return Collections.unmodifiableList(all);
    }

    /** The shards that were replaced. */
    Set<Shard> closing() {
        return closing;
    }
}
