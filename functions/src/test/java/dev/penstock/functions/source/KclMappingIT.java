package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.stream.StartingPosition;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mapping over the Kinesis Client Library, with another Penstock as the service: a function that fails and answers in
 * parts, lanes, a restart, a split. Whenever the lease table is looked at, nothing at or before its checkpoint is open.
 */
@Execution(ExecutionMode.CONCURRENT)
class KclMappingIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String FAILED = "{\"errorMessage\":\"broken on purpose\"}";

    private final RemoteStream remote = new RemoteStream();

    @AfterEach
    void close() {
        remote.close();
    }

    /** Up to three retries, partial answers, and what is given up goes to a bucket. */
    private static EventSourceMappingSpec spec(int lanes, boolean bisect) {
        return new EventSourceMappingSpec(
                RemoteStream.ARN,
                "f",
                new StartingPosition.TrimHorizon(),
                10,
                Duration.ZERO,
                lanes,
                3,
                -1,
                bisect,
                true,
                Duration.ZERO,
                List.of(),
                Optional.of(RemoteStream.BUCKET),
                true);
    }

    private void awaitAllDealtWith() {
        Awaitility.await("every record is dealt with and checkpointed")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    remote.checkCheckpoints();
                    return remote.isDealtWith() && remote.isCheckpointed();
                });
    }

    /** Fails, answers in parts or succeeds, by batch and attempt; a batch with a poisonous record never succeeds. */
    private CompletionStage<InvocationResult> moody(RemoteStream.Batch batch) {
        int what = Math.floorMod(batch.data().hashCode() * 31 + batch.attempt(), 5);
        boolean poisoned = batch.data().stream().anyMatch(data -> data.startsWith("poison"));
        if (poisoned || what == 0) {
            return remote.later(batch, 0, FAILED, "Unhandled");
        }
        int taken = what == 1 ? batch.size() / 2 : batch.size();
        String failures = taken == batch.size()
                ? ""
                : "{\"itemIdentifier\":\"%s\"}".formatted(batch.numbers().get(taken));
        return remote.later(batch, taken, "{\"batchItemFailures\":[%s]}".formatted(failures), null);
    }

    @ParameterizedTest(name = "{0} lanes")
    @ValueSource(ints = {1, 4})
    void whateverTheFunctionDoesNothingIsSkippedAndNoCheckpointPassesAnOpenRecord(int lanes) {
        remote.create(2);
        remote.function(this::moody);
        remote.put("first-", 150);
        remote.put("poison-", 3);

        remote.map(spec(lanes, true));
        remote.put("second-", 150);
        awaitAllDealtWith();

        assertThat(remote.violations()).isEmpty();
        assertThat(remote.discarded()).contains("poison-0", "poison-1", "poison-2");
        assertThat(remote.delivered() + remote.discarded().size()).isEqualTo(303);
    }

    @Test
    void laneThatStandsStillHoldsTheCheckpointButNotTheOtherLanes() {
        AtomicBoolean broken = new AtomicBoolean(true);
        remote.create(1);
        remote.function(batch -> batch.keys().contains("key-0") && broken.get()
                ? remote.later(batch, 0, FAILED, "Unhandled")
                : remote.later(batch, batch.size(), "{}", null));
        remote.put("r-", 60);

        remote.map(spec(4, false).withRetries(-1).withBatch(1, Duration.ZERO));
        Awaitility.await("the other lanes").atMost(LIMIT).until(() -> {
            remote.checkCheckpoints();
            return remote.delivered() >= remote.recordsBeside("key-0", 4);
        });
        boolean early = remote.isCheckpointed();
        broken.set(false);
        awaitAllDealtWith();

        assertThat(early).isFalse();
        assertThat(remote.violations()).isEmpty();
    }

    @Test
    void afterARestartItGoesOnBehindTheCheckpoint() {
        AtomicInteger left = new AtomicInteger(8);
        remote.create(1);
        remote.function(batch ->
                left.getAndDecrement() > 0 ? remote.later(batch, batch.size(), "{}", null) : new CompletableFuture<>());
        remote.put("r-", 200);
        remote.map(spec(2, true));
        Awaitility.await("some batches").atMost(LIMIT).until(() -> {
            remote.checkCheckpoints();
            return left.get() < 0 && remote.checkpoints().values().stream().anyMatch(at -> at.startsWith("4"));
        });
        remote.unmap();
        Map<String, String> kept = remote.checkpoints();

        remote.function(batch -> remote.later(batch, batch.size(), "{}", null));
        remote.map(spec(2, true));
        awaitAllDealtWith();

        assertThat(remote.violations()).isEmpty();
        assertThat(remote.lowestSinceMapping()).isGreaterThan(new BigInteger(kept.get("shardId-000000000000")));
    }

    @Test
    void childrenWaitForTheLastRetryOfTheirParent() {
        AtomicInteger failures = new AtomicInteger(2);
        remote.create(1);
        remote.function(batch -> batch.data().contains("parent-19") && failures.getAndDecrement() > 0
                ? remote.later(batch, 0, FAILED, "Unhandled")
                : remote.later(batch, batch.size(), "{}", null));
        remote.put("parent-", 20);
        remote.split();
        remote.put("child-", 20);

        remote.map(spec(2, false));
        awaitAllDealtWith();

        List<String> order = remote.order();
        assertThat(remote.violations()).isEmpty();
        assertThat(order.subList(0, 20)).allMatch(data -> data.startsWith("parent-"));
        assertThat(order.subList(20, 40)).allMatch(data -> data.startsWith("child-"));
    }
}
