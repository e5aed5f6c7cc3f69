package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private static final String START = "2026-01-01T00:00:00Z";

    private final TestTime time = TestTime.at(START);
    private final ScriptedInvoker invoker = new ScriptedInvoker();
    private final EventQueue queue = new EventQueue("f", invoker, time, 2);

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
        assertThat(queue.size()).isZero();
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
                .isBetween(Instant.parse("2026-01-01T06:00:00Z"), Instant.parse("2026-01-01T06:05:00Z"));
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
        return queue.accept(Bytes.utf8(event)).toCompletableFuture();
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
                new InvocationResult("id", Bytes.utf8("{}"), "Unhandled", Duration.ZERO));
    }

    private static CompletionStage<InvocationResult> throttled() {
        return CompletableFuture.failedFuture(FunctionErrors.tooManyRequests());
    }

    /** Stands for the environments. */
    private final class ScriptedInvoker implements EventQueue.Invoker {
        private final Queue<CompletionStage<InvocationResult>> answers = new ArrayDeque<>();
        private final List<String> events = new ArrayList<>();
        private final List<String> requestIds = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private Supplier<CompletionStage<InvocationResult>> otherwise =
                () -> CompletableFuture.completedFuture(success());

        void answer(CompletionStage<InvocationResult> next) {
            answers.add(next);
        }

        @Override
        public CompletionStage<InvocationResult> invoke(String requestId, Bytes event) {
            events.add(event.utf8());
            requestIds.add(requestId);
            times.add(time.now());
            CompletionStage<InvocationResult> scripted = answers.poll();
            return scripted == null ? otherwise.get() : scripted;
        }
    }
}
