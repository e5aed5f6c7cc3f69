package dev.penstock.stream.fanout;

import dev.penstock.platform.aws.AwsException;

/**
 * The errors of consumers and subscriptions. The texts of {@link #notActive}, {@link #alreadySubscribed} and
 * {@link #hasConsumers} are those of the service as users report them.
 */
public final class FanOutErrors {
    private static final int BAD_REQUEST = 400;

    private FanOutErrors() {}

    /** The stream may not be deleted yet. */
    public static AwsException hasConsumers(String streamArn, String stream) {
        return inUse(("DeleteStream can't delete %s because there are consumers associated with this data stream. To"
                        + " delete %s anyway, set the EnforceConsumerDeletion parameter to true to force the"
                        + " deletion of all the consumers that are associated with it.")
                .formatted(streamArn, stream));
    }

    static AwsException alreadyRegistered(StreamConsumer other) {
        return inUse("Consumer %s under stream %s already exists for account %s."
                .formatted(other.name(), other.stream().name(), other.account()));
    }

    static AwsException notActive(StreamConsumer consumer) {
        return inUse("Consumer %s with creation timestamp %d under stream: %s , account %s is not in ACTIVE status."
                .formatted(
                        consumer.name(),
                        consumer.arn().createdSeconds(),
                        consumer.stream().name(),
                        consumer.account()));
    }

    static AwsException alreadySubscribed(StreamConsumer consumer, String shardId) {
        return inUse("Another active subscription exists for this consumer: %s:%s:%s:%s"
                .formatted(consumer.account(), consumer.stream().name(), shardId, consumer.name()));
    }

    static AwsException tooManyConsumers(String stream, String account, int most) {
        return limitExceeded(
                "Stream %s under account %s has %d consumers already, which is the limit; deregister one first"
                        .formatted(stream, account, most));
    }

    static AwsException tooManyCreating(String stream, String account, int most) {
        return limitExceeded(
                "Stream %s under account %s has %d consumers in CREATING status already; try again when they are ACTIVE"
                        .formatted(stream, account, most));
    }

    static AwsException subscribedTooOften(StreamConsumer consumer, String shardId) {
        return limitExceeded("Rate exceeded for consumer %s and shard %s in stream %s under account %s."
                .formatted(consumer.name(), shardId, consumer.stream().name(), consumer.account()));
    }

    private static AwsException inUse(String message) {
        return new AwsException("ResourceInUseException", BAD_REQUEST, message);
    }

    private static AwsException limitExceeded(String message) {
        return new AwsException("LimitExceededException", BAD_REQUEST, message);
    }
}
