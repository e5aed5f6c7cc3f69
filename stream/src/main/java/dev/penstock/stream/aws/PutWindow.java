package dev.penstock.stream.aws;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.SequenceNumber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/**
 * Puts with a bounded number of requests under way; further puts wait, first come first served, up to a bound. A put
 * that the service throttles keeps its place and is tried again until it is taken: that is how a shard at its limit
 * slows the caller. Guarded by {@code lock}.
 */
final class PutWindow {
    private static final int MAX_UNDER_WAY = 64;
    private static final int MAX_WAITING = 4_096;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final Object lock = new Object();
    private final Queue<Put> waiting = new ArrayDeque<>();
    private final KinesisAsyncClient client;
    private final Time time;
    private int underWay;
    private boolean closed;

    PutWindow(KinesisAsyncClient client, Time time) {
        this.client = client;
        this.time = time;
    }

    CompletionStage<PutResult> put(PutRecordRequest request) {
        Put put = new Put(request, new CompletableFuture<>());
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(shuttingDown());
            }
            if (underWay >= MAX_UNDER_WAY) {
                return waiting.size() >= MAX_WAITING ? refused(request) : queued(put);
            }
            underWay++;
        }
        send(put, FIRST_DELAY);
        return put.done();
    }

    private CompletionStage<PutResult> queued(Put put) {
        waiting.add(put);
        return put.done();
    }

    private static CompletionStage<PutResult> refused(PutRecordRequest request) {
        return CompletableFuture.failedFuture(new AwsException(
                "ProvisionedThroughputExceededException",
                400,
                "%d puts wait already; stream %s takes them too slowly".formatted(MAX_WAITING, request.streamName())));
    }

    private void send(Put put, Duration nextDelay) {
        client.putRecord(put.request()).whenComplete((response, failure) -> {
            if (failure != null && AwsErrors.isThrottling(failure) && !isClosed()) {
                Duration doubled = nextDelay.multipliedBy(2);
                Duration later = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
                time.schedule(nextDelay, () -> send(put, later));
            } else {
                finish(put, response, failure);
            }
        });
    }

    private void finish(Put put, @Nullable PutRecordResponse response, @Nullable Throwable failure) {
        Put next;
        synchronized (lock) {
            next = waiting.poll();
            if (next == null) {
                underWay--;
            }
        }
        if (next != null) {
            send(next, FIRST_DELAY);
        }
        if (response != null) {
            put.done().complete(new PutResult(response.shardId(), SequenceNumber.parse(response.sequenceNumber())));
        } else if (failure != null) {
            put.done().completeExceptionally(AwsErrors.of(failure));
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Fails what waits; what is under way is answered by the client as it closes. */
    void close() {
        List<Put> failed;
        synchronized (lock) {
            closed = true;
            failed = new ArrayList<>(waiting);
            waiting.clear();
        }
        failed.forEach(put -> put.done().completeExceptionally(shuttingDown()));
    }

    private static AwsException shuttingDown() {
        return new AwsException("ServiceUnavailable", 503, "Penstock is shutting down");
    }

    private record Put(PutRecordRequest request, CompletableFuture<PutResult> done) {}
}
