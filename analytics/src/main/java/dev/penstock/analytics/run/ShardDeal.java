package dev.penstock.analytics.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Deals the shards of the input out to its in-application streams, evenly: a shard that opens goes to the stream that has
 * the fewest. Of several with as few it is that of a parent shard, so that a key stays where it was if it can when its
 * shard is split, else the first. An open shard stays where it is: what comes of it is in order. Used by the application's thread
 * only.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Parallelizing Input Streams; which shard goes where is ours.
 */
final class ShardDeal {
    /** Children open soon after their parents close: older ones need not be known. */
    private static final int MOST_CLOSED = 10_000;

    private final List<List<String>> open = new ArrayList<>();
    private final Map<String, Integer> streams = new LinkedHashMap<>();
    private final Map<String, Integer> closed = new LinkedHashMap<>();
    private List<List<String>> shown;

    ShardDeal(int count) {
        for (int i = 0; i < count; i++) {
            open.add(new ArrayList<>());
        }
        shown = copy();
    }

    /** @param parents the shards whose keys it has now; none when they are not known */
    void open(String shard, List<String> parents) {
        List<String> before = parents.isEmpty() ? List.of(shard) : parents;
        int stream = 0;
        for (int i = 1; i < open.size(); i++) {
            int fewer = open.get(i).size() - open.get(stream).size();
            if (fewer < 0 || (fewer == 0 && !wasIn(stream, before) && wasIn(i, before))) {
                stream = i;
            }
        }
        open.get(stream).add(shard);
        streams.put(shard, stream);
        shown = copy();
    }

    private boolean wasIn(int stream, List<String> before) {
        return before.stream().anyMatch(shard -> closed.getOrDefault(shard, -1) == stream);
    }

    /** It is at its end, or another process reads it. */
    void close(String shard) {
        int stream = streamOf(shard);
        streams.remove(shard);
        open.get(stream).remove(shard);
        closed.put(shard, stream);
        if (closed.size() > MOST_CLOSED) {
            closed.remove(closed.keySet().iterator().next());
        }
        shown = copy();
    }

    /** Which stream an open shard belongs to, from 0. */
    int streamOf(String shard) {
        return Objects.requireNonNull(streams.get(shard));
    }

    /** The open shards of each stream, in the order in which they came. */
    List<List<String>> shards() {
        return shown;
    }

    private List<List<String>> copy() {
        return open.stream().map(List::copyOf).toList();
    }
}
