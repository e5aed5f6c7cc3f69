package dev.penstock.store.aws;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes blocking requests for callers who must not block: a few threads, made by demand, and a bounded number of requests
 * that wait for them. Each request is in flight until who waits for its answer has it.
 */
final class RequestThreads implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int MAX_WAITING = 10_000;
    private static final long IDLE_SECONDS = 30;

    private final InFlight.Gauge gauge;
    private final ThreadPoolExecutor executor;

    /** @param gauge counts the requests */
    RequestThreads(InFlight.Gauge gauge) {
        this.gauge = gauge;
        executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                Threads.factory("store-request"));
        executor.allowCoreThreadTimeOut(true);
    }

    /** @return fails with what the request throws, or with ProvisionedThroughputExceededException when too many wait */
    <T> CompletionStage<T> run(Supplier<T> request) {
        Task<T> task = new Task<>(request);
        gauge.begin();
        try {
            executor.execute(task);
        } catch (RejectedExecutionException full) {
            task.fail(executor.isShutdown() ? closing() : tooMany());
        }
        return task.answer;
    }

    private static AwsException tooMany() {
        return new AwsException(
                "ProvisionedThroughputExceededException",
                400,
                "%d requests wait already; DynamoDB answers too slowly".formatted(MAX_WAITING));
    }

    private static AwsException closing() {
        return new AwsException("ServiceUnavailable", 503, "the store is closed");
    }

    /** Fails what waits and interrupts what runs. */
    @Override
    public void close() {
        for (Runnable waiting : executor.shutdownNow()) {
            if (waiting instanceof Task<?> task) {
                task.fail(closing());
            }
        }
    }

    private final class Task<T> implements Runnable {
        private final Supplier<T> request;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Task(Supplier<T> request) {
            this.request = request;
        }

        @Override
        public void run() {
            try {
                answer.complete(request.get());
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            } finally {
                gauge.end();
            }
        }

        void fail(AwsException reason) {
            answer.completeExceptionally(reason);
            gauge.end();
        }
    }
}
