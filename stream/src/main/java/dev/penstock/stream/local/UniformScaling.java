package dev.penstock.stream.local;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives a stream a number of equal shards by splits and merges alone: first every shard is cut where a wanted range
 * begins inside it, then the pieces of each wanted range are merged. Shards that fit already stay, also when they miss
 * the wanted range by one key: a shard of a single hash key is no legal result of a split, and the Kinesis Client Library
 * stops at one for good.
 */
final class UniformScaling {
    private final List<HashKeyRange> wanted;

    /** @param target 1 or more shards */
    UniformScaling(int target) {
        this.wanted = HashKeyRange.even(target);
    }

    /** @param open by range, covering the hash space */
    void apply(List<Shard> open, ShardChanges changes) {
        Set<HashKey> starts = new HashSet<>();
        mergeBetween(starts, cut(open, starts, changes), changes);
    }

    /** @param starts receives where the shards of the result begin */
    private List<Shard> cut(List<Shard> open, Set<HashKey> starts, ShardChanges changes) {
        List<Shard> pieces = new ArrayList<>();
        int next = 0;
        for (Shard shard : open) {
            Shard rest = shard;
            while (next < wanted.size()
                    && wanted.get(next).from().compareTo(shard.range().to()) < 0) {
                HashKey boundary = wanted.get(next++).from();
                if (leavesTwoKeys(rest.range().from(), boundary)) {
                    List<Shard> halves = changes.split(rest, boundary);
                    pieces.add(halves.get(0));
                    rest = halves.get(1);
                }
                starts.add(rest.range().from());
            }
            pieces.add(rest);
        }
        return pieces;
    }

    private static boolean leavesTwoKeys(HashKey from, HashKey boundary) {
        return boundary.toBigInteger().subtract(from.toBigInteger()).compareTo(BigInteger.ONE) > 0;
    }

    private static void mergeBetween(Set<HashKey> starts, List<Shard> pieces, ShardChanges changes) {
        Shard merged = pieces.get(0);
        for (Shard piece : pieces.subList(1, pieces.size())) {
            merged = starts.contains(piece.range().from()) ? piece : changes.merge(merged, piece);
        }
    }
}
