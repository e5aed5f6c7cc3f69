package dev.penstock.stream.local;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives a stream a number of equal shards by splits and merges alone: first every shard is cut where a wanted range
 * begins inside it, then the pieces of each wanted range are merged. Shards that fit already stay.
 */
final class UniformScaling {
    private final List<HashKeyRange> wanted;

    /** @param target 1 or more shards */
    UniformScaling(int target) {
        this.wanted = HashKeyRange.even(target);
    }

    /** @param open by range, covering the hash space */
    void apply(List<Shard> open, ShardChanges changes) {
        mergeWithin(cut(open, changes), changes);
    }

    private List<Shard> cut(List<Shard> open, ShardChanges changes) {
        List<Shard> pieces = new ArrayList<>();
        int next = 0;
        for (Shard shard : open) {
            Shard rest = shard;
            while (next < wanted.size()
                    && wanted.get(next).from().compareTo(shard.range().to()) <= 0) {
                HashKey boundary = wanted.get(next++).from();
                if (boundary.compareTo(rest.range().from()) > 0) {
                    List<Shard> halves = changes.split(rest, boundary);
                    pieces.add(halves.get(0));
                    rest = halves.get(1);
                }
            }
            pieces.add(rest);
        }
        return pieces;
    }

    private void mergeWithin(List<Shard> pieces, ShardChanges changes) {
        int next = 0;
        for (HashKeyRange range : wanted) {
            Shard merged = pieces.get(next++);
            while (merged.range().to().compareTo(range.to()) < 0) {
                merged = changes.merge(merged, pieces.get(next++));
            }
        }
    }
}
