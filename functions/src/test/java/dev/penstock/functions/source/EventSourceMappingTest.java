package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.KinesisSource;
import dev.penstock.functions.source.ScriptedFunction.Call;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventSourceMappingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TestTime time = TestTime.at(START);
    private final Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
            .streams();
    private final ScriptedFunction function = new ScriptedFunction(time);
    private final LocalMappings mappings = new LocalMappings(
            AwsIdentity.DEFAULT,
            time,
            List.of(KinesisSource.of(streams)),
            function,
            Destinations.NONE,
            MappingSettings.DEFAULT);

    @BeforeEach
    void createStream() {
        streams.start();
        streams.create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
    }

    @AfterEach
    void close() {
        mappings.close();
        streams.close();
    }

    private EventSourceMapping map(int batchSize, Duration window, int maxRetries) {
        return mappings.create(spec(batchSize, window, maxRetries));
    }

    private static EventSourceMappingSpec spec(int batchSize, Duration window, int maxRetries) {
        return EventSourceMappingSpec.of(
                        AwsIdentity.DEFAULT.arn("kinesis", "stream/s").toString(),
                        "f",
                        new StartingPosition.TrimHorizon())
                .withBatch(batchSize, window)
                .withRetries(maxRetries);
    }

    private void put(String... data) {
        for (String one : data) {
            streams.put("s", "key", Bytes.utf8(one)).toCompletableFuture().join();
        }
    }

    private List<Duration> attemptsAfterStart() {
        return function.calls().stream()
                .map(call -> Duration.between(START, call.at()))
                .toList();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void recordsArriveInOrderAndInBatches() {
        List<String> all = IntStream.range(0, 25).mapToObj(Integer::toString).toList();
        put(all.toArray(String[]::new));

        EventSourceMapping mapping = map(10, Duration.ZERO, -1);
        time.settle();

        assertThat(function.calls()).extracting(call -> call.data().size()).containsExactly(10, 10, 5);
        assertThat(function.calls()).flatExtracting(Call::data).isEqualTo(all);
        assertThat(mapping.counters()).isEqualTo(new EventSourceMapping.Counters(25, 25, 0, 0, 3, 0, 0));
        assertThat(mapping.lastProcessingResult()).isEqualTo("OK");
    }

    @Test
    void withoutWindowARecordIsDeliveredAtOnce() {
        EventSourceMapping mapping = map(100, Duration.ZERO, -1);

        put("now");
        time.settle();

        assertThat(mapping.state()).isEqualTo("Creating");
        assertThat(function.calls()).singleElement().extracting(Call::data).isEqualTo(List.of("now"));
    }

    @Test
    void windowGathersRecordsUntilItEnds() {
        map(100, Duration.ofSeconds(5), -1);

        put("a");
        time.advance(Duration.ofSeconds(3));
        put("b");
        time.advance(millis(1_999));
        int before = function.calls().size();
        time.advance(millis(1));

        assertThat(before).isZero();
        assertThat(function.calls()).singleElement().extracting(Call::data).isEqualTo(List.of("a", "b"));
    }

    @Test
    void fullBatchDoesNotWaitForTheWindow() {
        map(2, Duration.ofSeconds(5), -1);

        put("a", "b", "c");
        time.settle();
        List<Call> atOnce = List.copyOf(function.calls());
        time.advance(Duration.ofSeconds(5));

        assertThat(atOnce).extracting(Call::data).containsExactly(List.of("a", "b"));
        assertThat(function.calls()).extracting(Call::data).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void failingBatchIsRetriedAfterDoublingDelaysAndHoldsBackItsShard() {
        function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = map(1, Duration.ZERO, -1);

        put("bad", "next");
        time.advance(millis(7_500));
        function.answer(call -> ScriptedFunction.succeed());
        time.advance(millis(8_000));

        assertThat(attemptsAfterStart())
                .containsExactly(
                        millis(0),
                        millis(500),
                        millis(1_500),
                        millis(3_500),
                        millis(7_500),
                        millis(15_500),
                        millis(15_500));
        assertThat(function.calls().subList(0, 6)).extracting(Call::data).containsOnly(List.of("bad"));
        assertThat(function.calls().get(6).data()).containsExactly("next");
        assertThat(mapping.counters()).isEqualTo(new EventSourceMapping.Counters(2, 2, 0, 0, 7, 5, 0));
    }

    @Test
    void delayStopsGrowingAtAMinute() {
        function.answer(call -> ScriptedFunction.fail());
        EventSourceMapping mapping = map(1, Duration.ZERO, -1);

        put("bad");
        time.advance(millis(63_500));
        long before = mapping.counters().invocations();
        time.advance(Duration.ofHours(1));

        assertThat(before).isEqualTo(8);
        assertThat(mapping.counters().invocations()).isEqualTo(8 + 60);
        assertThat(mapping.counters().millisBehindLatest())
                .isEqualTo(Duration.ofHours(1).plus(millis(63_500)).toMillis());
        assertThat(mapping.lastProcessingResult()).isEqualTo("PROBLEM: Function call failed");
    }

    @Test
    void batchIsDiscardedAfterItsLastRetryAndTheShardGoesOn() {
        function.answer(call -> call.data().contains("bad") ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        put("fine", "bad", "after");

        EventSourceMapping mapping = map(2, Duration.ZERO, 2);
        time.advance(Duration.ofSeconds(10));

        List<String> failing = List.of("fine", "bad");
        assertThat(function.calls())
                .extracting(Call::data)
                .containsExactly(failing, failing, failing, List.of("after"));
        assertThat(attemptsAfterStart()).containsExactly(millis(0), millis(500), millis(1_500), millis(1_500));
        assertThat(function.calls().subList(1, 3))
                .extracting(Call::event)
                .containsOnly(function.calls().get(0).event());
        assertThat(mapping.counters()).isEqualTo(new EventSourceMapping.Counters(3, 1, 2, 0, 4, 3, 0));
    }

    @Test
    void throttlingIsNoAttempt() {
        AtomicInteger calls = new AtomicInteger();
        function.answer(call -> calls.incrementAndGet() < 4
                ? CompletableFuture.failedFuture(new AwsException("TooManyRequestsException", 429, "Rate Exceeded."))
                : ScriptedFunction.succeed());
        EventSourceMapping mapping = map(1, Duration.ZERO, 0);

        put("a");
        time.advance(Duration.ofSeconds(10));

        assertThat(attemptsAfterStart()).containsExactly(millis(0), millis(500), millis(1_500), millis(3_500));
        assertThat(mapping.counters().recordsDelivered()).isEqualTo(1);
        assertThat(mapping.counters().recordsDiscarded()).isZero();
        assertThat(mapping.counters().failures()).isZero();
    }

    @Test
    void nothingIsReadWhileTheFunctionIsBusy() {
        CompletableFuture<InvocationResult> held = new CompletableFuture<>();
        function.answer(call -> held);
        EventSourceMapping mapping = map(10, Duration.ZERO, -1);

        put(IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new));
        time.settle();
        long readMeanwhile = mapping.counters().recordsRead();
        int callsMeanwhile = function.calls().size();
        function.answer(call -> ScriptedFunction.succeed());
        held.complete(ScriptedFunction.succeed().toCompletableFuture().join());
        time.settle();

        assertThat(readMeanwhile).isBetween(1L, 10L);
        assertThat(callsMeanwhile).isEqualTo(1);
        assertThat(mapping.counters().recordsDelivered()).isEqualTo(100);
    }

    @Test
    void badShardDoesNotDelayTheOthers() {
        streams.create(new StreamSpec("two", 2, StreamSpec.DEFAULT_RETENTION));
        String bad = "shardId-000000000000";
        function.answer(call -> call.shardId().equals(bad) ? ScriptedFunction.fail() : ScriptedFunction.succeed());
        EventSourceMapping mapping = mappings.create(EventSourceMappingSpec.of(
                        AwsIdentity.DEFAULT.arn("kinesis", "stream/two").toString(),
                        "f",
                        new StartingPosition.TrimHorizon())
                .withBatch(1, Duration.ZERO)
                .withRetries(-1));

        long onGoodShard = IntStream.range(0, 40)
                .mapToObj(key -> streams.put("two", "key-" + key, Bytes.utf8("x"))
                        .toCompletableFuture()
                        .join()
                        .shardId())
                .filter(shard -> !shard.equals(bad))
                .count();
        time.settle();

        assertThat(onGoodShard).isBetween(1L, 39L);
        assertThat(mapping.counters().recordsDelivered()).isEqualTo(onGoodShard);
        assertThat(function.calls().stream().filter(call -> call.shardId().equals(bad)))
                .hasSize(1);
    }

    @Test
    void eventNeverPassesSixMegabytes() {
        String mebibyte = "x".repeat(1024 * 1024 - 100);
        put(Stream.generate(() -> mebibyte).limit(10).toArray(String[]::new));

        map(10, Duration.ofSeconds(5), -1);
        time.settle();
        List<Integer> atOnce =
                function.calls().stream().map(call -> call.data().size()).toList();
        time.advance(Duration.ofSeconds(5));

        assertThat(atOnce).containsExactly(4, 4);
        assertThat(function.calls()).extracting(call -> call.data().size()).containsExactly(4, 4, 2);
        assertThat(function.calls()).allMatch(call -> call.event().length() <= 6 * 1024 * 1024);
    }

    @Test
    void manySmallRecordsAreCutAtSixMegabytesWithoutLoss() {
        List<String> all =
                IntStream.range(0, 15_000).mapToObj(Integer::toString).toList();
        put(all.toArray(String[]::new));

        map(10_000, Duration.ZERO, -1);
        time.settle();

        assertThat(function.calls()).allMatch(call -> call.event().length() <= 6 * 1024 * 1024);
        assertThat(function.calls()).flatExtracting(Call::data).isEqualTo(all);
    }

    @Test
    void closingWhileTheFunctionRunsDeliversNothingMore() {
        CompletableFuture<InvocationResult> held = new CompletableFuture<>();
        function.answer(call -> held);
        EventSourceMapping mapping = map(1, Duration.ZERO, -1);
        put("a", "b");
        time.settle();

        mappings.close();
        held.complete(ScriptedFunction.succeed().toCompletableFuture().join());
        time.settle();

        assertThat(mapping.state()).isEqualTo("Deleting");
        assertThat(function.calls()).hasSize(1);
        assertThat(mapping.counters().recordsDelivered()).isZero();
        await("no poller thread is left").atMost(Duration.ofSeconds(30)).until(() -> !isPolling(mapping));
    }

    private static boolean isPolling(EventSourceMapping mapping) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().contains(mapping.id()));
    }

    @Test
    void latestSkipsWhatWasThereBefore() {
        put("before");

        mappings.create(EventSourceMappingSpec.of(
                        AwsIdentity.DEFAULT.arn("kinesis", "stream/s").toString(), "f", new StartingPosition.Latest())
                .withBatch(10, Duration.ZERO)
                .withRetries(-1));
        put("after");
        time.settle();

        assertThat(function.calls()).flatExtracting(Call::data).containsExactly("after");
    }

    @Test
    void unknownFunctionAndStreamAreRefused() {
        assertThatThrownBy(() -> mappings.create(EventSourceMappingSpec.of(
                        AwsIdentity.DEFAULT.arn("kinesis", "stream/s").toString(), "g", new StartingPosition.Latest())))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("InvalidParameterValueException"))
                .hasMessage("Function does not exist");
        assertThatThrownBy(() -> mappings.create(EventSourceMappingSpec.of(
                                AwsIdentity.DEFAULT
                                        .arn("kinesis", "stream/nowhere")
                                        .toString(),
                                "f",
                                new StartingPosition.Latest())
                        .withBatch(1, Duration.ZERO)
                        .withRetries(-1)))
                .hasMessage("Stream not found: arn:aws:kinesis:us-east-1:000000000000:stream/nowhere");
    }

    @Test
    void secondMappingOfTheSamePairIsRefused() {
        EventSourceMapping first = map(1, Duration.ZERO, -1);

        assertThatThrownBy(() -> map(2, Duration.ZERO, -1))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.httpStatus()).isEqualTo(409))
                .hasMessageEndingWith("UUID " + first.id());
        assertThat(mappings.all()).containsExactly(first);
    }

    @Test
    void batchSizeOutOfRangeIsRefused() {
        assertThatThrownBy(() -> map(10_001, Duration.ZERO, -1))
                .isInstanceOf(AwsException.class)
                .hasMessage("1 validation error detected: Value '10001' at 'batchSize' failed to satisfy constraint:"
                        + " Member must have value less than or equal to 10000");
    }
}
