package dev.penstock.functions.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.platform.time.TestTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping must keep whatever happens: order per key, nothing skipped, nothing twice, no checkpoint behind an open
 * record. Notes all that happened, so that a violation can be understood. Guarded by itself.
 */
final class ModelPromises {
    private static final int SCRIPT = 400;

    private final long seed;
    private final TestTime time;
    private final Supplier<EventSourceMappingSpec> spec;
    private final List<String> script = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final TreeMap<Long, ModelRecord> records = new TreeMap<>();
    private final Set<Long> dealtWith = new HashSet<>();
    private final Set<Long> delivered = new HashSet<>();
    private final Set<Long> discarded = new HashSet<>();
    private final Map<String, Long> running = new HashMap<>();
    private final Map<String, Integer> runningPerShard = new HashMap<>();
    private final Map<String, Integer> failuresPerBatch = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, String> windows = new HashMap<>();

    /** @param spec the settings at the moment */
    ModelPromises(long seed, TestTime time, Supplier<EventSourceMappingSpec> spec) {
        this.seed = seed;
        this.time = time;
        this.spec = spec;
    }

    /** A record of the stream; null when there is none of this number. */
    synchronized @Nullable ModelRecord record(long number) {
        return records.get(number);
    }

    synchronized void put(ModelRecord record) {
        records.put(record.number(), record);
        note("put %d %s to %s wanted %s".formatted(record.number(), record.key(), record.shardId(), record.wanted()));
    }

    /** Settings changed: attempts are counted anew. */
    synchronized void settingsChanged() {
        failuresPerBatch.clear();
    }

    synchronized void delivered(List<ModelRecord> batch) {
        for (ModelRecord record : batch) {
            delivered.add(record.number());
            dealtWith.add(record.number());
        }
    }

    /** @param state null when a window begins anew after this */
    synchronized void stateOf(String shardId, @Nullable String state) {
        if (state == null) {
            states.remove(shardId);
        } else {
            states.put(shardId, state);
        }
    }

    /** Records are given up: those of the range that are in the same lane. */
    synchronized void discard(JsonNode info) {
        long start = info.get("startSequenceNumber").asLong();
        long end = info.get("endSequenceNumber").asLong();
        int lane = FeedReader.laneOf(
                Objects.requireNonNull(records.get(start)).key(), spec.get().parallelization());
        int given = 0;
        for (ModelRecord record : records.subMap(start, true, end, true).values()) {
            boolean sameLane = record.shardId().equals(info.get("shardId").asText())
                    && FeedReader.laneOf(record.key(), spec.get().parallelization()) == lane;
            // What another lane dealt with before the settings changed lies in the range too.
            if (sameLane && !isFiltered(record) && dealtWith.add(record.number())) {
                discarded.add(record.number());
                given++;
            }
        }
        note("discard " + info);
        if (given != info.get("batchSize").intValue()) {
            violate("%d records were open, but discarded was %s".formatted(given, info));
        }
    }

    /** The first promise that was broken. */
    synchronized Optional<String> violation() {
        return violations.stream().findFirst();
    }

    synchronized String report(String what) {
        return "seed %d: %s%n%s".formatted(seed, what, String.join("\n", script));
    }

    synchronized void checkEnd(EventSourceMapping mapping) {
        for (ModelRecord record : records.values()) {
            if (!dealtWith.contains(record.number()) && !isFiltered(record)) {
                violate("record %d of %s was skipped".formatted(record.number(), record.shardId()));
            }
        }
        EventSourceMapping.Counters counters = mapping.counters();
        long sum = counters.recordsDelivered() + counters.recordsDiscarded() + counters.recordsFiltered();
        if (counters.recordsRead() != records.size() || sum != records.size()) {
            violate("%d records were put, but %s".formatted(records.size(), counters));
        }
        if (counters.recordsDelivered() != delivered.size() || counters.recordsDiscarded() != discarded.size()) {
            violate("%d were delivered and %d discarded, but %s"
                    .formatted(delivered.size(), discarded.size(), counters));
        }
    }

    synchronized boolean isFiltered(ModelRecord record) {
        return !spec.get().filters().isEmpty() && !record.wanted();
    }

    synchronized void note(String what) {
        if (script.size() == SCRIPT) {
            script.remove(1);
        }
        script.add(time.millis() % 100_000_000 + " " + what);
    }

    synchronized void violate(String what) {
        note("VIOLATION " + what);
        violations.add(what);
    }

    synchronized void begin(List<ModelRecord> batch) {
        batch.forEach(record -> running.put(record.shardId() + record.key(), record.number()));
        runningPerShard.merge(batch.get(0).shardId(), 1, Integer::sum);
    }

    synchronized void end(List<ModelRecord> batch) {
        batch.forEach(record -> running.remove(record.shardId() + record.key()));
        runningPerShard.merge(batch.get(0).shardId(), -1, Integer::sum);
    }

    synchronized void checkBatch(List<ModelRecord> batch, JsonNode event) {
        checkState(event);
        if (batch.isEmpty()) {
            return;
        }
        String shard = batch.get(0).shardId();
        if (runningPerShard.getOrDefault(shard, 0) >= spec.get().parallelization()) {
            violate("more invocations of %s than lanes".formatted(shard));
        }
        Set<Long> before = new HashSet<>();
        for (ModelRecord record : batch) {
            if (!record.shardId().equals(shard)) {
                violate("a batch of two shards");
            }
            if (running.containsKey(shard + record.key())) {
                violate("record %d overlaps with %d".formatted(record.number(), running.get(shard + record.key())));
            }
            if (isFiltered(record)) {
                violate("record %d was filtered".formatted(record.number()));
            }
            if (dealtWith.contains(record.number())) {
                violate("record %d was dealt with before".formatted(record.number()));
            }
            for (ModelRecord earlier : records.headMap(record.number()).values()) {
                boolean sameKey = earlier.key().equals(record.key());
                boolean done = dealtWith.contains(earlier.number()) || before.contains(earlier.number());
                if (sameKey && !done && !isFiltered(earlier)) {
                    violate("record %d overtakes %d".formatted(record.number(), earlier.number()));
                }
            }
            before.add(record.number());
        }
    }

    /** A window hands on what the last successful invocation gave, and begins with nothing. */
    private void checkState(JsonNode event) {
        if (!event.has("window")) {
            return;
        }
        String shard = event.get("shardId").asText();
        String start = event.get("window").get("start").asText();
        if (!start.equals(windows.put(shard, start))) {
            states.remove(shard); // that of the window before is gone even if its last invocation was given up
        }
        String known = states.getOrDefault(shard, "{}");
        if (!event.get("state").toString().equals(known)) {
            violate("state %s should be %s".formatted(event.get("state"), known));
        }
    }

    synchronized void countFailure(List<ModelRecord> batch) {
        if (batch.isEmpty()) {
            return;
        }
        int failures = failuresPerBatch.merge(batch.get(0).number() + "+" + batch.size(), 1, Integer::sum);
        // One more is allowed: an attempt that ran while the settings changed counts for the old ones.
        if (spec.get().maxRetries() >= 0 && failures > spec.get().maxRetries() + 2) {
            violate("batch of %d failed %d times".formatted(batch.get(0).number(), failures));
        }
    }

    /** Everything up to there must be dealt with. */
    synchronized void checkpointed(String shardId, long number) {
        for (ModelRecord record : records.headMap(number, true).values()) {
            boolean open = record.shardId().equals(shardId) && !dealtWith.contains(record.number());
            if (open && !isFiltered(record)) {
                violate("checkpoint %d of %s passes record %d".formatted(number, shardId, record.number()));
            }
        }
    }
}
