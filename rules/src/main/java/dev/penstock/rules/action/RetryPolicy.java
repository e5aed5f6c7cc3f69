package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Tries a call again after errors that pass: three tries, 100 ms and 200 ms apart. AWS tries again too and does not say
 * how often. Between tries nothing is in flight: the message is parked on a timer.
 */
final class RetryPolicy {
    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int SERVER_ERROR = 500;
    private static final Set<String> PASSING = Set.of(
            "ProvisionedThroughputExceededException",
            "KMSThrottlingException",
            "ThrottlingException",
            "LimitExceededException");

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 4;

    private final Time time;
    private final String awaited;

    RetryPolicy(Time time) {
        this(time, "");
    }

    private RetryPolicy(Time time, String awaited) {
        this.time = time;
        this.awaited = awaited;
    }

    /**
     * Waits, as long as it takes, for a target that is full: a call that fails with this code is tried again once a second.
     * So the action's queue fills, and then the publisher waits.
     */
    static RetryPolicy waitingFor(String code, Time time) {
        return new RetryPolicy(time, code);
    }

    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> call) {
        CompletionStage<T> first = started(call);
        CompletableFuture<T> known = first.toCompletableFuture();
        if (known.isDone() && !known.isCompletedExceptionally()) {
            return first;
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        settle(first, call, 1, result);
        return result;
    }

    private <T> void settle(
            CompletionStage<T> attempt, Supplier<CompletionStage<T>> call, int tries, CompletableFuture<T> result) {
        attempt.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else if (isAwaited(failure) || (tries < TRIES && passes(failure))) {
                time.schedule(pause(tries), () -> settle(started(call), call, tries + 1, result));
            } else {
                result.completeExceptionally(bare(failure));
            }
        });
    }

    private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private static Duration pause(int tries) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, MAX_DOUBLINGS));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private boolean isAwaited(Throwable failure) {
        return bare(failure) instanceof AwsException aws && aws.code().equals(awaited);
    }

    private static boolean passes(Throwable failure) {
        return bare(failure) instanceof AwsException aws
                && (aws.httpStatus() >= SERVER_ERROR || PASSING.contains(aws.code()));
    }

    private static Throwable bare(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
