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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One random life of a mapping under the test clock, with the promises that it must keep. Guarded by itself: workers of the
 * mapping call the function, the destination and the checkpoints.
 */
final class MappingModel implements MappedFunctions, Destinations {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Random random;
    private final long seed;
    private final Map<String, Integer> calls = new HashMap<>();
    private final ModelPromises promises;
    private final ModelStream stream;
    private volatile EventSourceMappingSpec spec;
    private boolean calm;
    private int requests;

    MappingModel(long seed) {
        this.seed = seed;
        random = new Random(seed);
        spec = newSpec();
        promises = new ModelPromises(seed, time, () -> spec);
        stream = new ModelStream(time, promises::checkpointed);
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
        promises.note("seed %d: %s".formatted(seed, spec));
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
            promises.checkEnd(mapping);
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(promises.report("failed"), failure);
        }
        promises.violation().ifPresent(broken -> {
            throw new AssertionError(promises.report(broken));
        });
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
            promises.note("advance " + millis);
            time.advance(Duration.ofMillis(millis));
        } else if (what == 16) {
            int count = 1 + random.nextInt(3);
            promises.note("reshard to " + count);
            stream.reshard(count);
        } else if (what == 17) {
            change(mappings, mapping);
        } else {
            boolean enabled = !spec.enabled();
            promises.note("enabled " + enabled);
            spec = spec.withEnabled(enabled);
            update(mappings, mapping);
        }
    }

    private synchronized void put() {
        ModelRecord record = stream.put("k" + random.nextInt(6), random.nextInt(3) > 0);
        promises.put(record);
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
        promises.note("change to " + spec);
        update(mappings, mapping);
    }

    private void update(LocalMappings mappings, EventSourceMapping mapping) {
        EventSourceMappingSpec changed = spec;
        mappings.update(mapping.id(), old -> changed);
        promises.settingsChanged();
    }

    private void becomeCalm(LocalMappings mappings, EventSourceMapping mapping) {
        synchronized (this) {
            calm = true;
            promises.note("calm");
        }
        time.advance(Duration.ofSeconds(5));
        if (!spec.enabled()) {
            spec = spec.withEnabled(true);
            update(mappings, mapping);
        }
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
        tree.get("Records")
                .forEach(one -> batch.add(promises.record(one.get("n").longValue())));
        promises.checkBatch(batch, tree);
        // Shards run at the same time: what is answered depends on the batch, not on who comes first.
        String called = tree.path("shardId").asText() + batch;
        Random luck = new Random(seed * 31 + called.hashCode() * 17L + calls.merge(called, 1, Integer::sum));
        Answer answer = answer(batch, tree, luck);
        promises.note("invoke %s -> %s"
                .formatted(batch.stream().map(ModelRecord::number).toList(), answer));
        if (batch.isEmpty() || calm || luck.nextInt(3) > 0) {
            return ended(batch, tree, answer);
        }
        CompletableFuture<InvocationResult> later = new CompletableFuture<>();
        promises.begin(batch);
        time.schedule(Duration.ofMillis(1 + luck.nextInt(2_000)), () -> {
            CompletableFuture<InvocationResult> result;
            synchronized (this) {
                promises.end(batch);
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
            promises.countFailure(batch);
            return result(request, "{\"errorMessage\":\"x\"}", "Unhandled");
        }
        boolean windowed = event.has("window");
        boolean last = windowed && event.get("isFinalInvokeForWindow").booleanValue();
        if (answer.kind() == Kind.NO_STATE) {
            if (last) {
                promises.stateOf(event.get("shardId").asText(), null);
            } else {
                promises.countFailure(batch);
            }
            return result(request, "{}", null);
        }
        int taken = answer.kind() == Kind.PARTIAL ? answer.from() : batch.size();
        if (taken == 0 && !last) {
            promises.countFailure(batch);
        }
        promises.delivered(batch.subList(0, taken));
        String state = windowed ? "\"state\":{\"seen\":\"%s\"}".formatted(request) : "\"x\":1";
        if (last) {
            promises.stateOf(event.get("shardId").asText(), null);
        } else if (windowed && taken > 0) {
            promises.stateOf(event.get("shardId").asText(), "{\"seen\":\"%s\"}".formatted(request));
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

    @Override
    public void check(String targetArn) {}

    @Override
    public CompletionStage<Void> send(String targetArn, Delivery delivery) {
        promises.discard(read(delivery.body()).get("KinesisBatchInfo"));
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
