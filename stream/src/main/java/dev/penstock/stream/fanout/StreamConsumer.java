package dev.penstock.stream.fanout;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.ResourceAttributes;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One registered consumer of a stream: it may read each shard in one subscription. Guarded by {@code lock}. */
public final class StreamConsumer {
    private final Object lock = new Object();
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final Map<String, SubscribePace> paces = new HashMap<>();
    private final Map<String, PushRate> rates = new HashMap<>();
    private final ResourceAttributes resource;
    private final StreamState stream;
    private final ConsumerArn arn;
    private final Surroundings surroundings;
    private volatile ConsumerStatus status = ConsumerStatus.CREATING;

    /** What a consumer works with, and when it was registered. */
    record Surroundings(Time time, StreamSettings.FanOut settings, long createdMillis) {}

    StreamConsumer(StreamState stream, ConsumerArn arn, ResourceAttributes resource, Surroundings surroundings) {
        this.stream = stream;
        this.arn = arn;
        this.resource = resource;
        this.surroundings = surroundings;
    }

    public String name() {
        return arn.consumerName();
    }

    public ConsumerArn arn() {
        return arn;
    }

    public StreamState stream() {
        return stream;
    }

    public Instant created() {
        return Instant.ofEpochMilli(surroundings.createdMillis());
    }

    public ConsumerStatus status() {
        return status;
    }

    /** Whether it is not being deleted. */
    boolean isRegistered() {
        return status != ConsumerStatus.DELETING;
    }

    /** Its account, as its ARN says. */
    public String account() {
        return Arn.parse(arn.streamArn()).account();
    }

    /** Tags and policy. */
    public ResourceAttributes resource() {
        return resource;
    }

    /**
     * Begins to read a shard. An earlier subscription to the same shard ends with ResourceInUseException.
     *
     * @throws AwsException ResourceInUseException when this consumer is not ACTIVE; with
     *     {@link StreamSettings.FanOut#strict} also within five seconds of an earlier subscription, and
     *     LimitExceededException at more than one call a second; LimitExceededException when a fault throttles the shard
     */
    public Subscription subscribe(Shard shard, Subscription.Start start) {
        Set<String> there = stream.shards().stream().map(Shard::id).collect(Collectors.toSet());
        Subscription newer;
        Subscription older;
        synchronized (lock) {
            if (status != ConsumerStatus.ACTIVE) {
                throw FanOutErrors.notActive(this);
            }
            // What is remembered does not grow with all shards that ever were.
            paces.keySet().retainAll(there);
            rates.keySet().retainAll(there);
            if (surroundings.settings().strict()) {
                paces.computeIfAbsent(shard.id(), none -> new SubscribePace())
                        .check(this, shard.id(), surroundings.time().millis());
            }
            stream.gate().admitSubscription(shard.id());
            newer = new Subscription(this, shard, start, rate(shard), surroundings);
            older = subscriptions.put(shard.id(), newer);
        }
        if (older != null) {
            older.fail(FanOutErrors.alreadySubscribed(this, shard.id()));
        }
        return newer;
    }

    /** Null while rates are not enforced. */
    private @Nullable PushRate rate(Shard shard) {
        return stream.gate().isThrottling()
                ? rates.computeIfAbsent(shard.id(), none -> new PushRate(surroundings.time()))
                : null;
    }

    /** How many subscriptions are open. */
    public int subscriptionCount() {
        synchronized (lock) {
            return subscriptions.size();
        }
    }

    void left(Subscription subscription) {
        synchronized (lock) {
            subscriptions.remove(subscription.shard().id(), subscription);
        }
    }

    void activate() {
        synchronized (lock) {
            if (status == ConsumerStatus.CREATING) {
                status = ConsumerStatus.ACTIVE;
            }
        }
    }

    /** Ends all subscriptions; false when that was done before. */
    boolean delete() {
        List<Subscription> ending;
        synchronized (lock) {
            if (status == ConsumerStatus.DELETING) {
                return false;
            }
            status = ConsumerStatus.DELETING;
            ending = List.copyOf(subscriptions.values());
        }
        ending.forEach(subscription -> subscription.fail(KinesisErrors.consumerNotFound(name(), account())));
        return true;
    }

    /** AWS's rules for calls about one shard; used under the consumer's lock. */
    private static final class SubscribePace {
        private static final long BETWEEN_CALLS_MILLIS = 1_000;
        private static final long BETWEEN_SUBSCRIPTIONS_MILLIS =
                Duration.ofSeconds(5).toMillis();

        private long callMillis = Long.MIN_VALUE / 2;
        private long subscribedMillis = Long.MIN_VALUE / 2;

        void check(StreamConsumer consumer, String shardId, long now) {
            if (now - callMillis < BETWEEN_CALLS_MILLIS) {
                throw FanOutErrors.subscribedTooOften(consumer, shardId);
            }
            callMillis = now;
            if (now - subscribedMillis < BETWEEN_SUBSCRIPTIONS_MILLIS) {
                throw FanOutErrors.alreadySubscribed(consumer, shardId);
            }
            subscribedMillis = now;
        }
    }
}
