package dev.penstock.stream.local;

import dev.penstock.stream.StartingPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a consumer begins in the shards that are there when it comes; a shard that comes later is read from its first
 * record.
 *
 * @param starts positions by shard
 * @param finished shards that have nothing for it
 */
record Beginning(Map<Shard, Long> starts, Set<Shard> finished) {

    /** Of a consumer that is new. */
    static Beginning at(StartingPosition from, List<Shard> shards) {
        Beginning beginning = new Beginning(new HashMap<>(), new HashSet<>());
        shards.forEach(shard -> beginning.add(shard, start(shard, from)));
        return beginning;
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

    /** Of a consumer that was here before a restart; shards it knew nothing of came after its start. */
    static Beginning behind(Journal.KeptPositions kept, List<Shard> shards) {
        Map<Integer, Journal.Position> positions = new HashMap<>();
        kept.shards().forEach(position -> positions.put(position.shard(), position));
        Beginning beginning = new Beginning(new HashMap<>(), new HashSet<>());
        for (Shard shard : shards) {
            Journal.Position position = positions.get(shard.index());
            // Below the oldest record there may just be the indexes that runs leave out.
            long next = position == null ? RecordLog.FIRST_INDEX : position.next();
            beginning.add(shard, Math.max(next, shard.trimHorizon()));
            // A crash can have opened a shard again whose closing was not written yet.
            if (position != null && position.finished() && shard.isClosed()) {
                beginning.finished.add(shard);
            }
        }
        return beginning;
    }

    private void add(Shard shard, long start) {
        starts.put(shard, start);
        if (shard.isClosed() && start >= shard.tip()) {
            finished.add(shard);
        }
    }
}
