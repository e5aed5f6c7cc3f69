package dev.penstock.stream;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.Component;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Kinesis Data Streams as the rest of the pipeline sees it. Errors are {@code AwsException} with AWS's codes. */
public interface Streams extends Component {

    /**
     * Creates a stream and returns when it is ACTIVE.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceInUseException when it exists with another shape; creating
     *     the same stream again is fine
     */
    void create(StreamSpec spec);

    /** Names of all streams, sorted. */
    List<String> names();

    /** @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException */
    StreamSummary describe(String stream);

    /**
     * Appends one record. When the stream has no room the stage stays open until there is: the caller must wait for it
     * before it puts more, which is how a slow consumer slows the publisher.
     *
     * @param partitionKey 1 to 256 characters; MD5 of its UTF-8 bytes picks the shard
     * @param data at most 1 MiB
     * @return fails with {@code AwsException}: ResourceNotFoundException, ValidationException
     */
    CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data);

    /**
     * Appends records, as one request where that is cheaper; the caller waits for it before it puts more. Their order is
     * kept when all are taken at the first attempt.
     *
     * @param records at most 500, of at most 5 MiB with their keys
     * @return those that were not taken and are to be put again, in order; fails as {@link #put} when it took none
     */
    default CompletionStage<List<PutEntry>> putAll(String stream, List<PutEntry> records) {
        return putFrom(stream, records, 0);
    }

    private CompletionStage<List<PutEntry>> putFrom(String stream, List<PutEntry> records, int first) {
        for (int i = first; i < records.size(); i++) {
            int at = i;
            CompletableFuture<PutResult> put = put(
                            stream,
                            records.get(i).partitionKey(),
                            records.get(i).data())
                    .toCompletableFuture();
            if (!put.isDone() || put.isCompletedExceptionally()) {
                return put.handle((taken, failure) ->
                                failure == null ? putFrom(stream, records, at + 1) : notTaken(records, at, failure))
                        .thenCompose(rest -> rest);
            }
        }
        return CompletableFuture.completedFuture(List.of());
    }

    private static CompletionStage<List<PutEntry>> notTaken(List<PutEntry> records, int from, Throwable failure) {
        return from == 0
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(List.copyOf(records.subList(from, records.size())));
    }

    /**
     * Reads all shards of a stream, parents before children, in the name of a consumer application.
     *
     * @param consumer identifies the reader: after a restart the same name continues where it was, on AWS and with
     *     {@code stream.persistence}; it must therefore not be random
     * @param from where a consumer begins that is new
     */
    StreamSubscription subscribe(String stream, String consumer, StartingPosition from, ShardListener listener);

    /**
     * A registered consumer (enhanced fan-out).
     *
     * @param arn {@code <stream ARN>/consumer/<name>:<creation in epoch seconds>}
     * @return empty when there is none of this ARN, or it is being deleted
     */
    default Optional<RegisteredConsumer> consumer(String arn) {
        return Optional.empty();
    }

    /**
     * Errors and delays on purpose.
     *
     * @throws IllegalStateException when these are not local streams: the service has no such thing
     */
    default StreamFaults faults() {
        throw new IllegalStateException("faults can be put into local streams only; set the stream hop to 'local'");
    }
}
