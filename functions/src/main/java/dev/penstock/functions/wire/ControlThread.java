package dev.penstock.functions.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.RestOperation;
import dev.penstock.platform.wire.WireOutput;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs the operations that touch the disk off the endpoint's event loop, one after the other, so that none sees the half
 * of another. The thread ends when it has nothing to do.
 */
final class ControlThread implements AutoCloseable {
    private static final int MAX_WAITING = 1_000;
    private static final long IDLE_SECONDS = 30;

    private final InFlight.Gauge gauge;
    private final ThreadPoolExecutor executor;

    /** @param gauge counts the requests */
    ControlThread(InFlight.Gauge gauge) {
        this.gauge = gauge;
        executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                Threads.factory("lambda-api"));
        executor.allowCoreThreadTimeOut(true);
    }

    /** The operation as one that does not block. */
    RestOperation running(Function<RestInput, WireOutput.Body> operation) {
        return input -> run(() -> operation.apply(input));
    }

    /** Does something that blocks. */
    <T> CompletionStage<T> run(Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        gauge.begin();
        try {
            executor.execute(() -> complete(answer, work));
        } catch (RejectedExecutionException full) {
            gauge.end();
            answer.completeExceptionally(new AwsException(
                    "TooManyRequestsException", 429, "%d requests wait already".formatted(MAX_WAITING)));
        }
        return answer;
    }

    private <T> void complete(CompletableFuture<T> answer, Supplier<T> work) {
        try {
            answer.complete(work.get());
        } catch (StartException impossible) {
            answer.completeExceptionally(LambdaErrors.invalid(String.valueOf(impossible.getMessage())));
        } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
        } finally {
            gauge.end();
        }
    }

    /** What waits is not answered: the endpoint is closing too. */
    @Override
    public void close() {
        executor.shutdownNow().forEach(waiting -> gauge.end());
    }
}
