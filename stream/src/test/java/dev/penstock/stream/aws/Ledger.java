package dev.penstock.stream.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the workers of an application were given, in the order in which it happened. Records are {@code key:number}; the
 * numbers of a key grow. Guarded by {@code lock}.
 */
final class Ledger {
    private final Object lock = new Object();
    private final List<String> all = new ArrayList<>();
    private final Map<String, List<String>> byShard = new LinkedHashMap<>();
    private final Map<String, Set<String>> shardsOf = new TreeMap<>();
    private final Set<String> ended = new TreeSet<>();
    private final Map<String, Set<String>> endedWhenFirstRead = new HashMap<>();

    void started(String worker, String shard) {
        synchronized (lock) {
            shardsOf.computeIfAbsent(worker, name -> new TreeSet<>()).add(shard);
        }
    }

    void left(String worker, String shard) {
        synchronized (lock) {
            shardsOf.getOrDefault(worker, new TreeSet<>()).remove(shard);
        }
    }

    void ended(String worker, String shard) {
        synchronized (lock) {
            ended.add(shard);
            left(worker, shard);
        }
    }

    void read(String worker, String shard, String record) {
        synchronized (lock) {
            all.add(record);
            byShard.computeIfAbsent(shard, name -> new ArrayList<>()).add(record);
            endedWhenFirstRead.putIfAbsent(shard, Set.copyOf(ended));
        }
    }

    /** Each record as often as it was given. */
    List<String> all() {
        synchronized (lock) {
            return List.copyOf(all);
        }
    }

    /** Each record once, in the order of its first time. */
    Set<String> distinct() {
        synchronized (lock) {
            return new TreeSet<>(all);
        }
    }

    /** The numbers of each key, in the order of their first time. */
    Map<String, List<Integer>> numbers() {
        Map<String, List<Integer>> numbers = new TreeMap<>();
        for (String record : all()) {
            int colon = record.indexOf(':');
            List<Integer> ofKey = numbers.computeIfAbsent(record.substring(0, colon), key -> new ArrayList<>());
            Integer number = Integer.valueOf(record.substring(colon + 1));
            if (!ofKey.contains(number)) {
                ofKey.add(number);
            }
        }
        return numbers;
    }

    /** The shards that a worker has at this moment. */
    Set<String> shardsOf(String worker) {
        synchronized (lock) {
            return Set.copyOf(shardsOf.getOrDefault(worker, Set.of()));
        }
    }

    Set<String> ended() {
        synchronized (lock) {
            return Set.copyOf(ended);
        }
    }

    /** Shards that gave records. */
    Set<String> shards() {
        synchronized (lock) {
            return Set.copyOf(byShard.keySet());
        }
    }

    /** The shards that were at their end when the first record of this one came. */
    Set<String> endedBefore(String shard) {
        synchronized (lock) {
            return Set.copyOf(endedWhenFirstRead.getOrDefault(shard, Set.of()));
        }
    }
}
