package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private static final String START = "2026-01-01T00:00:00Z";

    private final TestTime time = TestTime.at(START);
    private final ScriptedInvoker invoker = new ScriptedInvoker();
    private final EventQueue queue = new EventQueue("f", invoker, time, 2, 1);

    @Test
    void acceptedEventRunsOnce() {
        String requestId = accept("1").join();

        time.advance(Duration.ofHours(1));

        assertThat(invoker.events).containsExactly("1");
        assertThat(invoker.requestIds).containsExactly(requestId);
        assertThat(queue.size()).isZero();
    }

    @Test
    void failedEventIsTriedAgainAfterOneAndTwoMinutesAndThenGivenUp() {
        invoker.answer(failed());
        invoker.answer(failed());
        invoker.answer(failed());

        accept("1").join();
        time.advance(Duration.ofHours(1));

        assertThat(invoker.times)
                .containsExactly(
                        Instant.parse(START),
                        Instant.parse("2026-01-01T00:01:00Z"),
                        Instant.parse("2026-01-01T00:03:00Z"));
        assertThat(invoker.requestIds).containsOnly(invoker.requestIds.get(0));
        assertThat(invoker.ends).containsExactly("1 RetriesExhausted after 3: no");
        assertThat(queue.size()).isZero();
    }

    @Test
    void settingsSayHowOftenIsTried() {
        invoker.settings =
                new FunctionOptions.Events(OptionalInt.of(0), OptionalLong.empty(), Optional.empty(), Optional.empty());
        invoker.answer(failed());

        accept("1").join();

        assertThat(invoker.times).hasSize(1);
        assertThat(invoker.ends).containsExactly("1 RetriesExhausted after 1: no");
    }

    @Test
    void eventThatWouldBeTooOldAfterThePauseIsGivenUpAtOnce() {
        invoker.settings = new FunctionOptions.Events(
                OptionalInt.empty(), OptionalLong.of(100), Optional.empty(), Optional.empty());
        invoker.otherwise = EventQueueTest::failed;

        accept("1").join();
        time.advance(Duration.ofMinutes(10));

        assertThat(invoker.times).hasSize(2);
        assertThat(invoker.ends).containsExactly("1 EventAgeExceeded after 2: no");
    }

    @Test
    void pausesAreScaled() {
        EventQueue fast = new EventQueue("f", invoker, time, 2, 0.01);
        invoker.otherwise = EventQueueTest::failed;

        fast.accept("", InvocationRequest.of("f", Bytes.utf8("1")))
                .toCompletableFuture()
                .join();
        time.advance(Duration.ofSeconds(5));

        assertThat(invoker.times)
                .extracting(at -> Duration.between(Instant.parse(START), at).toMillis())
                .containsExactly(0L, 600L, 1800L);
    }

    @Test
    void functionThatTakesNothingGivesItsEventsUpWithoutAnAttempt() {
        invoker.shut = true;

        accept("1").join();

        assertThat(invoker.times).isEmpty();
        assertThat(invoker.ends).containsExactly("1 ZeroReservedConcurrency after 0: its reserved concurrency is 0");
        assertThat(queue.size()).isZero();
        assertThat(time.inFlight().isSettled()).isTrue();
    }

    @Test
    void successIsTold() {
        accept("1").join();

        assertThat(invoker.ends).containsExactly("1 Success");
    }

    @Test
    void throttledEventIsTriedUntilItIsTaken() {
        for (int i = 0; i < 4; i++) {
            invoker.answer(throttled());
        }

        accept("1").join();
        time.advance(Duration.ofHours(1));

        assertThat(invoker.times)
                .extracting(at -> Duration.between(Instant.parse(START), at).toSeconds())
                .containsExactly(0L, 1L, 3L, 7L, 15L);
        assertThat(queue.size()).isZero();
    }

    @Test
    void eventThatIsThrottledForSixHoursIsGivenUp() {
        invoker.otherwise = EventQueueTest::throttled;

        accept("1").join();
        time.advance(Duration.ofHours(7));

        assertThat(queue.size()).isZero();
        assertThat(invoker.times.get(invoker.times.size() - 1))
                .isBetween(Instant.parse("2026-01-01T05:55:00Z"), Instant.parse("2026-01-01T06:00:00Z"));
        assertThat(invoker.ends).containsExactly("1 EventAgeExceeded after 0: Rate Exceeded.");
    }

    @Test
    void noMoreThanTheConcurrencyRunsAtATime() {
        CompletableFuture<InvocationResult> open = new CompletableFuture<>();
        invoker.otherwise = () -> open;

        for (int i = 0; i < 5; i++) {
            accept(Integer.toString(i)).join();
        }
        assertThat(invoker.events).containsExactly("0", "1");
        assertThat(time.inFlight().snapshot()).containsEntry("function-events", 5L);
        open.complete(success());

        assertThat(invoker.events).containsExactly("0", "1", "2", "3", "4");
        assertThat(time.inFlight().isSettled()).isTrue();
    }

    @Test
    void eventBeyondTheBoundIsThrottledUntilOneIsDealtWith() {
        CompletableFuture<InvocationResult> open = new CompletableFuture<>();
        invoker.otherwise = () -> open;
        for (int i = 0; i < EventQueue.MAX_EVENTS; i++) {
            accept("x").join();
        }

        CompletableFuture<String> refused = accept("one more");
        open.complete(success());

        assertRefused(refused, "TooManyRequestsException");
        assertThat(accept("now")).isCompleted();
    }

    @Test
    void eventThatIsTooLargeIsRefused() {
        CompletableFuture<String> refused = accept("x".repeat(EventQueue.MAX_EVENT_BYTES + 1));

        assertRefused(refused, "RequestTooLargeException");
        assertThat(invoker.events).isEmpty();
    }

    @Test
    void closingEndsRetries() {
        invoker.answer(failed());
        accept("1").join();

        queue.close();
        time.advance(Duration.ofHours(1));

        assertThat(invoker.events).hasSize(1);
        assertRefused(accept("2"), "ServiceException");
        assertThat(time.inFlight().isSettled()).isTrue();
    }

    private CompletableFuture<String> accept(String event) {
        return queue.accept("", InvocationRequest.of("f", Bytes.utf8(event))).toCompletableFuture();
    }

    private static void assertRefused(CompletableFuture<String> refused, String code) {
        assertThat(refused)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static InvocationResult success() {
        return new InvocationResult("id", Bytes.utf8("{}"), null, Duration.ZERO);
    }

    private static CompletionStage<InvocationResult> failed() {
        return CompletableFuture.completedFuture(
                new InvocationResult("id", Bytes.utf8("{\"errorMessage\":\"no\"}"), "Unhandled", Duration.ZERO));
    }

    private static CompletionStage<InvocationResult> throttled() {
        return CompletableFuture.failedFuture(FunctionErrors.tooManyRequests());
    }

    /** Stands for the function, and for those who want to know the end. */
    private final class ScriptedInvoker implements EventQueue.Handling {
        private final Queue<CompletionStage<InvocationResult>> answers = new ArrayDeque<>();
        private final List<String> events = new ArrayList<>();
        private final List<String> requestIds = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private final List<String> ends = new ArrayList<>();
        private FunctionOptions.Events settings = FunctionOptions.Events.DEFAULT;
        private boolean shut;
        private Supplier<CompletionStage<InvocationResult>> otherwise =
                () -> CompletableFuture.completedFuture(success());

        void answer(CompletionStage<InvocationResult> next) {
            answers.add(next);
        }

        @Override
        public CompletionStage<InvocationResult> invoke(AsyncEvent event) {
            events.add(event.payload().utf8());
            requestIds.add(event.requestId());
            times.add(time.now());
            CompletionStage<InvocationResult> scripted = answers.poll();
            return scripted == null ? otherwise.get() : scripted;
        }

        @Override
        public FunctionOptions.Events settings(AsyncEvent event) {
            return settings;
        }

        @Override
        public boolean isShut() {
            return shut;
        }

        @Override
        public void succeeded(AsyncEvent event, InvocationResult result) {
            ends.add(event.payload().utf8() + " Success");
        }

        @Override
        public void givenUp(AsyncEvent event, AsyncEvent.Condition why, String reason) {
            ends.add("%s %s after %d: %s".formatted(event.payload().utf8(), why.word(), event.failures(), reason));
        }
    }
}
