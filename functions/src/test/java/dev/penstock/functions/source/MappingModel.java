package dev.penstock.functions.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingSettings;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StartingPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One random life of a mapping under the test clock, with the promises that it must keep. Guarded by itself: workers of the
 * mapping call the function, the destination and the checkpoints.
 */
final class MappingModel implements MappedFunctions, Destinations {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    private static final int SCRIPT = 400;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Random random;
    private final long seed;
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
    private final Map<String, Integer> calls = new HashMap<>();
    private final ModelStream stream = new ModelStream(time, this::checkpointed);
    private EventSourceMappingSpec spec;
    private boolean calm;
    private int requests;

    MappingModel(long seed) {
        this.seed = seed;
        random = new Random(seed);
        spec = newSpec();
    }

    private EventSourceMappingSpec newSpec() {
        boolean windows = random.nextInt(4) == 0;
        return new EventSourceMappingSpec(
                ModelStream.ARN,
                "f",
                new StartingPosition.TrimHorizon(),
                1 + random.nextInt(7),
                Duration.ofSeconds(pick(0, 0, 1, 3)),
                windows ? 1 : pick(1, 1, 2, 3, 10),
                pick(-1, 0, 1, 3),
                pick(-1, -1, 60),
                random.nextBoolean(),
                random.nextBoolean(),
                Duration.ofSeconds(windows ? 5 : 0),
                random.nextBoolean() ? List.of() : List.of("{\"wanted\":[true]}"),
                Optional.of(QUEUE),
                true);
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Lives and checks; the error names seed and script. */
    void live(int steps) {
        note("seed %d: %s".formatted(seed, spec));
        try (LocalMappings mappings = new LocalMappings(
                AwsIdentity.DEFAULT,
                time,
                List.of((arn, role) -> Optional.of(stream)),
                this,
                this,
                MappingSettings.DEFAULT)) {
            EventSourceMapping mapping = mappings.create(spec);
            for (int i = 0; i < steps; i++) {
                step(mappings, mapping);
                time.settle();
            }
            becomeCalm(mappings, mapping);
            time.advance(Duration.ofMinutes(20));
            checkEnd(mapping);
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(report("failed"), failure);
        }
        synchronized (this) {
            if (!violations.isEmpty()) {
                throw new AssertionError(report(violations.get(0)));
            }
        }
    }

    private synchronized String report(String what) {
        return "seed %d: %s%n%s".formatted(seed, what, String.join("\n", script));
    }

    private void step(LocalMappings mappings, EventSourceMapping mapping) {
        int what;
        synchronized (this) {
            what = random.nextInt(20);
        }
        if (what < 10) {
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                put();
            }
        } else if (what < 16) {
            long millis = pick(1, 200, 500, 1_000, 3_000, 20_000);
            note("advance " + millis);
            time.advance(Duration.ofMillis(millis));
        } else if (what == 16) {
            int count = 1 + random.nextInt(3);
            note("reshard to " + count);
            stream.reshard(count);
        } else if (what == 17) {
            change(mappings, mapping);
        } else {
            boolean enabled = !spec.enabled();
            note("enabled " + enabled);
            spec = spec.withEnabled(enabled);
            update(mappings, mapping);
        }
    }

    private synchronized void put() {
        ModelRecord record = stream.put("k" + random.nextInt(6), random.nextInt(3) > 0);
        records.put(record.number(), record);
        note("put %d %s to %s wanted %s".formatted(record.number(), record.key(), record.shardId(), record.wanted()));
    }

    /** Windows stay as they are: their state would be dropped. */
    private void change(LocalMappings mappings, EventSourceMapping mapping) {
        EventSourceMappingSpec other = newSpec();
        boolean windows = !spec.tumblingWindow().isZero();
        spec = new EventSourceMappingSpec(
                other.source(),
                other.function(),
                other.from(),
                other.batchSize(),
                other.batchWindow(),
                windows ? 1 : other.parallelization(),
                other.maxRetries(),
                other.maxAgeSeconds(),
                other.bisect(),
                other.reportItemFailures(),
                spec.tumblingWindow(),
                spec.filters(),
                other.onFailure(),
                spec.enabled());
        note("change to " + spec);
        update(mappings, mapping);
    }

    private void update(LocalMappings mappings, EventSourceMapping mapping) {
        EventSourceMappingSpec changed = spec;
        mappings.update(mapping.id(), old -> changed);
        synchronized (this) {
            failuresPerBatch.clear();
        }
    }

    private void becomeCalm(LocalMappings mappings, EventSourceMapping mapping) {
        synchronized (this) {
            calm = true;
            note("calm");
        }
        time.advance(Duration.ofSeconds(5));
        if (!spec.enabled()) {
            spec = spec.withEnabled(true);
            update(mappings, mapping);
        }
    }

    private synchronized void checkEnd(EventSourceMapping mapping) {
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

    private boolean isFiltered(ModelRecord record) {
        return !spec.filters().isEmpty() && !record.wanted();
    }

    private void note(String what) {
        synchronized (this) {
            if (script.size() == SCRIPT) {
                script.remove(1);
            }
            script.add(time.millis() % 100_000_000 + " " + what);
        }
    }

    private void violate(String what) {
        note("VIOLATION " + what);
        violations.add(what);
    }

    @Override
    public boolean exists(String function) {
        return true;
    }

    @Override
    public String roleArn(String function) {
        return "role";
    }

    @Override
    public synchronized CompletionStage<InvocationResult> invoke(String function, Bytes event) {
        JsonNode tree = read(event);
        List<ModelRecord> batch = new ArrayList<>();
        tree.get("Records").forEach(one -> batch.add(records.get(one.get("n").longValue())));
        checkBatch(batch, tree);
        // Shards run at the same time: what is answered depends on the batch, not on who comes first.
        String called = tree.path("shardId").asText() + batch;
        Random luck = new Random(seed * 31 + called.hashCode() * 17L + calls.merge(called, 1, Integer::sum));
        Answer answer = answer(batch, tree, luck);
        note("invoke %s -> %s".formatted(batch.stream().map(ModelRecord::number).toList(), answer));
        if (batch.isEmpty() || calm || luck.nextInt(3) > 0) {
            return ended(batch, tree, answer);
        }
        CompletableFuture<InvocationResult> later = new CompletableFuture<>();
        begin(batch);
        time.schedule(Duration.ofMillis(1 + luck.nextInt(2_000)), () -> {
            CompletableFuture<InvocationResult> result;
            synchronized (this) {
                end(batch);
                result = ended(batch, tree, answer);
            }
            result.whenComplete((value, failure) -> {
                if (failure == null) {
                    later.complete(value);
                } else {
                    later.completeExceptionally(failure);
                }
            });
        });
        return later;
    }

    private static JsonNode read(Bytes json) {
        try {
            return Json.MAPPER.readTree(json.toArray());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private void begin(List<ModelRecord> batch) {
        batch.forEach(record -> running.put(record.shardId() + record.key(), record.number()));
        runningPerShard.merge(batch.get(0).shardId(), 1, Integer::sum);
    }

    private void end(List<ModelRecord> batch) {
        batch.forEach(record -> running.remove(record.shardId() + record.key()));
        runningPerShard.merge(batch.get(0).shardId(), -1, Integer::sum);
    }

    private void checkBatch(List<ModelRecord> batch, JsonNode event) {
        checkState(event);
        if (batch.isEmpty()) {
            return;
        }
        String shard = batch.get(0).shardId();
        if (runningPerShard.getOrDefault(shard, 0) >= spec.parallelization()) {
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

    private Answer answer(List<ModelRecord> batch, JsonNode event, Random luck) {
        int what = calm ? 0 : luck.nextInt(12);
        if (what < 6) {
            return new Answer(Kind.OK, 0);
        }
        if (what == 6) {
            return new Answer(Kind.REFUSED, 0);
        }
        if (what < 9 && spec.reportItemFailures() && !batch.isEmpty()) {
            return new Answer(Kind.PARTIAL, luck.nextInt(batch.size()));
        }
        return new Answer(what == 9 && event.has("window") ? Kind.NO_STATE : Kind.THROWN, 0);
    }

    private synchronized CompletableFuture<InvocationResult> ended(
            List<ModelRecord> batch, JsonNode event, Answer answer) {
        String request = "request-" + requests++;
        if (answer.kind() == Kind.REFUSED) {
            return CompletableFuture.failedFuture(new AwsException("TooManyRequestsException", 429, "Rate Exceeded."));
        }
        if (answer.kind() == Kind.THROWN) {
            countFailure(batch);
            return result(request, "{\"errorMessage\":\"x\"}", "Unhandled");
        }
        boolean windowed = event.has("window");
        boolean last = windowed && event.get("isFinalInvokeForWindow").booleanValue();
        if (answer.kind() == Kind.NO_STATE) {
            if (last) {
                states.remove(event.get("shardId").asText());
            } else {
                countFailure(batch);
            }
            return result(request, "{}", null);
        }
        int taken = answer.kind() == Kind.PARTIAL ? answer.from() : batch.size();
        if (taken == 0 && !last) {
            countFailure(batch);
        }
        for (ModelRecord record : batch.subList(0, taken)) {
            delivered.add(record.number());
            dealtWith.add(record.number());
        }
        String state = windowed ? "\"state\":{\"seen\":\"%s\"}".formatted(request) : "\"x\":1";
        if (last) {
            states.remove(event.get("shardId").asText());
        } else if (windowed && taken > 0) {
            states.put(event.get("shardId").asText(), "{\"seen\":\"%s\"}".formatted(request));
        }
        String failures = taken < batch.size()
                ? ",\"batchItemFailures\":[{\"itemIdentifier\":\"%d\"}]"
                        .formatted(batch.get(taken).number())
                : "";
        return result(request, "{" + state + failures + "}", null);
    }

    private static CompletableFuture<InvocationResult> result(String id, String body, @Nullable String error) {
        return CompletableFuture.completedFuture(new InvocationResult(id, Bytes.utf8(body), error, Duration.ZERO));
    }

    private void countFailure(List<ModelRecord> batch) {
        if (batch.isEmpty()) {
            return;
        }
        int failures = failuresPerBatch.merge(batch.get(0).number() + "+" + batch.size(), 1, Integer::sum);
        // One more is allowed: an attempt that ran while the settings changed counts for the old ones.
        if (spec.maxRetries() >= 0 && failures > spec.maxRetries() + 2) {
            violate("batch of %d failed %d times".formatted(batch.get(0).number(), failures));
        }
    }

    /** Everything up to there must be dealt with. */
    private synchronized void checkpointed(String shardId, long number) {
        for (ModelRecord record : records.headMap(number, true).values()) {
            boolean open = record.shardId().equals(shardId) && !dealtWith.contains(record.number());
            if (open && !isFiltered(record)) {
                violate("checkpoint %d of %s passes record %d".formatted(number, shardId, record.number()));
            }
        }
    }

    @Override
    public void check(String targetArn) {}

    /** Records are given up: those of the range that are in the same lane. */
    @Override
    public synchronized CompletionStage<Void> send(String targetArn, Delivery delivery) {
        JsonNode info = read(delivery.body()).get("KinesisBatchInfo");
        long start = info.get("startSequenceNumber").asLong();
        long end = info.get("endSequenceNumber").asLong();
        int lane = FeedReader.laneOf(Objects.requireNonNull(records.get(start)).key(), spec.parallelization());
        int given = 0;
        for (ModelRecord record : records.subMap(start, true, end, true).values()) {
            boolean sameLane = record.shardId().equals(info.get("shardId").asText())
                    && FeedReader.laneOf(record.key(), spec.parallelization()) == lane;
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
        return CompletableFuture.completedFuture(null);
    }

    private enum Kind {
        OK,
        THROWN,
        REFUSED,
        PARTIAL,
        NO_STATE
    }

    private record Answer(Kind kind, int from) {}
}
