package dev.penstock.stream.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamFaults.Fault;
import dev.penstock.stream.StreamFaults.Status;
import dev.penstock.stream.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final AwsIdentity CALLER = AwsIdentity.DEFAULT;
    private static final String SHARD = "shardId-000000000000";

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Limits limits = new Limits(time, StreamSettings.defaults());
    private final StreamGate gate = limits.gate("orders", CALLER);

    @Test
    void callsThatCannotBeCountedAreRefusedUntilOthersHaveRested() {
        Limits throttling = new Limits(time, StreamSettings.defaults().withThrottling(true));
        IntStream.range(0, CallRates.MOST_BUCKETS)
                .forEach(i -> throttling.begin("ListShards", CALLER, "stream-" + i, null));

        assertThatThrownBy(() -> throttling.begin("ListShards", CALLER, "one-more", null))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("LimitExceededException"));
        throttling.begin("ListShards", CALLER, "stream-0", null);
        time.advance(Duration.ofSeconds(1));
        assertThat(throttling.begin("ListShards", CALLER, "one-more", null)).isZero();
    }

    @Test
    void thirdEntryIsRefusedAndNoOther() {
        add("fault", "failEntry", "nth", 3);

        List<Integer> refused = refused(6);

        assertThat(refused).containsExactly(3);
        assertThat(only().matched()).isEqualTo(3);
        assertThat(only().fired()).isEqualTo(1);
        assertThat(only().over()).isTrue();
        assertThat(limits.isActive()).isFalse();
    }

    @Test
    void everyFourthEntryIsRefused() {
        add("fault", "failEntry", "every", 4, "times", 2);

        assertThat(refused(20)).containsExactly(4, 8);
    }

    @Test
    void sameSeedHitsTheSameEntries() {
        add("fault", "failEntry", "probability", 0.2, "seed", 7);
        List<Integer> first = refused(200);
        limits.faults().clear();
        add("fault", "failEntry", "probability", 0.2, "seed", 7);
        List<Integer> second = refused(200);
        limits.faults().clear();
        add("fault", "failEntry", "probability", 0.2, "seed", 8);
        List<Integer> other = refused(200);

        assertThat(first).isEqualTo(second).hasSizeBetween(20, 60).isNotEqualTo(other);
    }

    @Test
    void throttledShardRefusesEveryUseForItsTimesAndOthersPass() {
        add("fault", "throttleShard", "shard", SHARD, "times", 3);

        assertThatThrownBy(() -> gate.admitRead(SHARD))
                .hasMessage("Rate exceeded for shard %s in stream orders under account %s."
                        .formatted(SHARD, CALLER.account()));
        assertThatThrownBy(() -> gate.admitIterator(SHARD)).isInstanceOf(AwsException.class);
        gate.admitRead("shardId-000000000001");
        assertThatThrownBy(() -> gate.admitRecord(SHARD, 1, false)).isInstanceOf(AwsException.class);
        gate.admitRead(SHARD);
        assertThat(only().fired()).isEqualTo(3);
    }

    @Test
    void throttledShardIsFreeAfterItsDuration() {
        add("fault", "throttleShard", "duration", "10s");

        time.advance(Duration.ofMillis(9_999));
        boolean during = refuses();
        time.advance(Duration.ofMillis(1));

        assertThat(during).isTrue();
        assertThat(refuses()).isFalse();
        assertThat(limits.isActive()).isFalse();
    }

    @Test
    void entryFromInsideTheJvmIsHitOnlyWhenAskedFor() {
        add("fault", "failEntry", "every", 1);
        gate.admitRecord(SHARD, 1, true);
        limits.faults().clear();
        add("fault", "failEntry", "every", 1, "inJvm", true, "error", "InternalFailure");

        assertThatThrownBy(() -> gate.admitRecord(SHARD, 1, true))
                .isInstanceOfSatisfying(AwsException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("InternalFailure");
                    assertThat(refusal.httpStatus()).isEqualTo(500);
                });
    }

    @Test
    void callIsRefusedWithTheErrorOfTheFault() {
        add(
                "fault",
                "failCall",
                "operation",
                "ListShards",
                "nth",
                2,
                "error",
                "LimitExceededException",
                "message",
                "no");
        limits.begin("ListShards", CALLER, "orders", null);
        limits.begin("ListStreams", CALLER, null, null);

        assertThatThrownBy(() -> limits.begin("ListShards", CALLER, "orders", null))
                .hasMessage("no")
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code() + refusal.httpStatus())
                                .isEqualTo("LimitExceededException400"));
    }

    @Test
    void answerIsHeldBackByTheClockAndSoManyAtMost() {
        add("fault", "delay", "stream", "orders", "delay", "2s");
        Duration delay = limits.begin("PutRecord", CALLER, "orders", null);
        AtomicInteger given = new AtomicInteger();
        List<CompletionStage<String>> answers = new ArrayList<>();
        for (int i = 0; i < Limits.MOST_DELAYED + 1; i++) {
            answers.add(limits.later(delay, "answer"));
        }
        answers.forEach(answer -> answer.thenAccept(text -> given.incrementAndGet()));

        time.advance(Duration.ofMillis(1_999));
        int early = given.get();
        time.advance(Duration.ofMillis(1));

        assertThat(early).isZero();
        assertThat(given).hasValue(Limits.MOST_DELAYED);
        assertThat(answers.get(Limits.MOST_DELAYED).toCompletableFuture()).isCompletedExceptionally();
        assertThat(limits.begin("PutRecord", CALLER, "other", null)).isZero();
    }

    @Test
    void iteratorOfTheStreamExpiresOnce() {
        add("fault", "expireIterator", "stream", "orders");

        assertThat(limits.expiresIterator("other", SHARD)).isFalse();
        assertThat(limits.expiresIterator("orders", SHARD)).isTrue();
        assertThat(limits.expiresIterator("orders", SHARD)).isFalse();
    }

    @Test
    void callsOfAnOperationHaveARatePerAccountOrStream() {
        Limits strict = new Limits(time, StreamSettings.defaults().withThrottling(true));
        IntStream.range(0, 5).forEach(i -> strict.begin("CreateStream", CALLER, "s" + i, null));
        IntStream.range(0, 20).forEach(i -> strict.begin("DescribeStreamConsumer", CALLER, "s", null));

        assertThatThrownBy(() -> strict.begin("CreateStream", CALLER, "s6", null))
                .hasMessage("Rate exceeded for CreateStream under account %s.", CALLER.account());
        assertThatThrownBy(() -> strict.begin("DescribeStreamConsumer", CALLER, "s", null))
                .hasMessage("Rate exceeded for DescribeStreamConsumer of stream s under account %s.", CALLER.account());
        strict.begin("DescribeStreamConsumer", CALLER, "other", null);
        strict.begin("CreateStream", new AwsIdentity("111122223333", "eu-west-1"), "s", null);
        time.advance(Duration.ofSeconds(1));
        assertThat(strict.begin("CreateStream", CALLER, "s6", null)).isZero();
    }

    @Test
    void faultsOfTheSettingsAreInForceFromTheStart() {
        Fault fault = Fault.of(Map.of("fault", "expireIterator"));

        Limits configured = new Limits(time, StreamSettings.defaults().withFaults(List.of(fault)));

        assertThat(configured.faults().all()).extracting(Status::fault).containsExactly(fault);
    }

    private void add(Object... fields) {
        Map<String, Object> byName = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            byName.put((String) fields[i], fields[i + 1]);
        }
        limits.faults().add(Fault.of(byName));
    }

    private Status only() {
        return limits.faults().all().get(0);
    }

    /** Which of so many entries are refused, counted from 1. */
    private List<Integer> refused(int entries) {
        return IntStream.rangeClosed(1, entries).filter(i -> refuses()).boxed().toList();
    }

    private boolean refuses() {
        try {
            gate.admitRecord(SHARD, 1, false);
            return false;
        } catch (AwsException refused) {
            return true;
        }
    }
}
