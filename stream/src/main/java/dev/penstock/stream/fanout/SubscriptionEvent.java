package dev.penstock.stream.fanout;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.local.Shard;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a subscription tells its client. */
public sealed interface SubscriptionEvent {

    /**
     * Records, or none when the client is only to see that the subscription lives.
     *
     * @param continueAfter reading after this number misses nothing and repeats nothing; null at the end of the shard
     * @param millisBehindLatest how old the next unread record is; 0 when all is read
     * @param children the shards that follow; not empty exactly at the end of the shard
     */
    record Batch(
            List<StreamRecord> records,
            @Nullable SequenceNumber continueAfter,
            long millisBehindLatest,
            List<Shard> children)
            implements SubscriptionEvent {

        /** See {@code continueAfter}. */
        public Optional<SequenceNumber> continuation() {
            return Optional.ofNullable(continueAfter);
        }
    }

    /** The last event of a subscription that does not end by itself. */
    record Failure(AwsException cause) implements SubscriptionEvent {}
}
