package dev.penstock.bench.micro;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Streams that take every record at once and keep none: the cost of what stands before them remains. */
final class OpenStreams implements Streams {
    private static final CompletionStage<PutResult> PUT = CompletableFuture.completedFuture(
            new PutResult("shardId-000000000000", new SequenceNumber(BigInteger.ONE)));

    @Override
    public String name() {
        return "open streams";
    }

    @Override
    public void start() {}

    @Override
    public void create(StreamSpec spec) {}

    @Override
    public List<String> names() {
        return List.of("bench");
    }

    @Override
    public StreamSummary describe(String stream) {
        return new StreamSummary(
                stream,
                "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream,
                1,
                StreamSpec.DEFAULT_RETENTION,
                0,
                0);
    }

    @Override
    public CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data) {
        return PUT;
    }

    @Override
    public StreamSubscription subscribe(String stream, String consumer, StartingPosition from, ShardListener listener) {
        throw new UnsupportedOperationException("nothing can be read back");
    }

    @Override
    public void close() {}
}
