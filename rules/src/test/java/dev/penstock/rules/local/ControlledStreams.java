package dev.penstock.rules.local;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Streams whose puts complete when the test says so; each answer is used once, further puts stay open. */
final class ControlledStreams implements Streams {
    record Put(String stream, String key, String data, CompletableFuture<PutResult> answer) {}

    private final Object lock = new Object();
    private final List<Put> puts = new ArrayList<>();
    private final Queue<RuntimeException> failures = new ArrayDeque<>();
    private boolean hasRoom = true;

    /** From now on puts stay open. */
    void fill() {
        synchronized (lock) {
            hasRoom = false;
        }
    }

    /** Completes everything that waits, and lets further puts through. */
    void drain() {
        List<Put> open;
        synchronized (lock) {
            hasRoom = true;
            open = List.copyOf(puts);
        }
        open.forEach(put -> put.answer().complete(result(puts.indexOf(put))));
    }

    void failNext(RuntimeException failure) {
        synchronized (lock) {
            failures.add(failure);
        }
    }

    List<Put> puts() {
        synchronized (lock) {
            return List.copyOf(puts);
        }
    }

    List<String> data() {
        return puts().stream().map(Put::data).toList();
    }

    @Override
    public CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data) {
        synchronized (lock) {
            Put put = new Put(stream, partitionKey, data.utf8(), new CompletableFuture<>());
            puts.add(put);
            RuntimeException failure = failures.poll();
            if (failure != null) {
                put.answer().completeExceptionally(failure);
            } else if (hasRoom) {
                put.answer().complete(result(puts.size() - 1));
            }
            return put.answer();
        }
    }

    private static PutResult result(int index) {
        return new PutResult("shardId-000000000000", new SequenceNumber(BigInteger.valueOf(100 + index)));
    }

    @Override
    public void create(StreamSpec spec) {}

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public StreamSummary describe(String stream) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamSubscription subscribe(String stream, String consumer, StartingPosition from, ShardListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
