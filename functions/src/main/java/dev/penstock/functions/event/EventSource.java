package dev.penstock.functions.event;

import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.function.Consumer;

/** A Kinesis stream or a DynamoDB stream, as an event source mapping reads it. */
public interface EventSource {

    /** What the mapping was made for: stream, consumer or table stream; {@code eventSourceARN} of its records. */
    String arn();

    /** The stream itself, as failure records name it: the same as {@link #arn} but for a consumer. */
    String streamArn();

    /** {@code aws:kinesis} or {@code aws:dynamodb}. */
    String service();

    /** Whether the stream, or the consumer that was named, is still there. */
    default boolean exists() {
        return true;
    }

    /** How long records stay in the stream. */
    default Duration retention() {
        return Duration.ofHours(24);
    }

    /**
     * Reads all shards, parents before children.
     *
     * @param reader the same after a restart, which continues where it was when positions are kept
     * @param from where a reader begins that is new
     * @param opened told of each shard as it may be read, once
     */
    Subscription subscribe(String reader, StartingPosition from, Consumer<SourceReader> opened);

    /** A running consumer. */
    interface Subscription extends AutoCloseable {
        /** Stops reading; may be called twice. */
        @Override
        void close();
    }
}
