package dev.penstock.functions.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which shards of a table's stream may be read: each once, and a child when its parent is dealt with. A parent that the
 * stream no longer lists has nothing more to give. Guarded by its user.
 */
final class TableShards {
    private final Set<String> opened = new HashSet<>();
    private final Set<String> finished = new HashSet<>();
    private Map<String, TableShard> listed = Map.of();

    /** What is closed already is never read, as if it were dealt with. */
    void passOverClosed(List<TableShard> shards) {
        shards.stream().filter(TableShard::closed).map(TableShard::id).forEach(id -> {
            opened.add(id);
            finished.add(id);
        });
    }

    /** The shards there are now. */
    void update(List<TableShard> shards) {
        Map<String, TableShard> known = new LinkedHashMap<>();
        shards.forEach(shard -> known.put(shard.id(), shard));
        listed = known;
        opened.removeIf(id -> finished.contains(id) && !known.containsKey(id));
        finished.retainAll(known.keySet());
    }

    void finished(String id) {
        finished.add(id);
    }

    /** Those that may be opened now and were not yet; they count as opened from here on. */
    List<TableShard> ready() {
        List<TableShard> ready = new ArrayList<>();
        for (TableShard shard : listed.values()) {
            if (!opened.contains(shard.id()) && isDone(shard.parent())) {
                opened.add(shard.id());
                ready.add(shard);
            }
        }
        return ready;
    }

    private boolean isDone(@Nullable String parent) {
        return parent == null || finished.contains(parent) || (!listed.containsKey(parent) && !opened.contains(parent));
    }
}
