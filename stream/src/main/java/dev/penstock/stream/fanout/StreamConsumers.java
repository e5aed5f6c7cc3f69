package dev.penstock.stream.fanout;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.local.ResourceAttributes;
import dev.penstock.stream.local.StreamState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All registered consumers of a pipeline, by stream and name. A consumer is CREATING before it is ACTIVE and DELETING
 * before it is gone, for as long as {@link StreamSettings#transition} says. Guarded by {@code lock}.
 */
public final class StreamConsumers {
    /** So many a stream may have, as on AWS. */
    public static final int MOST = 20;

    private static final int MOST_CREATING = 5;

    private final Object lock = new Object();
    private final Map<StreamState, Registered> byStream = new HashMap<>();
    private final Time time;
    private final StreamSettings settings;

    /** @param settings how long states last, and how subscriptions behave */
    public StreamConsumers(Time time, StreamSettings settings) {
        this.time = time;
        this.settings = settings;
    }

    /** The consumers of one stream by name. */
    private static final class Registered {
        private final Map<String, StreamConsumer> byName = new TreeMap<>();
        private long lastRemovedSeconds = Long.MIN_VALUE;

        /** Never the seconds of an earlier consumer, so that no two of a stream have had the same ARN. */
        long secondsFor(long millis) {
            return Math.max(Math.floorDiv(millis, 1000L), lastRemovedSeconds + 1);
        }
    }

    /**
     * Registers a consumer.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceInUseException when there is one of that name,
     *     LimitExceededException when there are too many, ResourceNotFoundException when the stream was deleted just now
     */
    public StreamConsumer register(StreamState stream, Arn streamArn, String name, ResourceAttributes resource) {
        StreamConsumer consumer;
        synchronized (lock) {
            Registered registered = byStream.computeIfAbsent(stream, none -> new Registered());
            checkRoom(registered, streamArn, stream, name);
            long millis = time.millis();
            ConsumerArn arn = new ConsumerArn(streamArn.toString(), name, registered.secondsFor(millis));
            consumer = new StreamConsumer(
                    stream, arn, resource, new StreamConsumer.Surroundings(time, settings.fanOut(), millis));
            registered.byName.put(name, consumer);
        }
        if (stream.isDeleted()) { // meanwhile: nobody else would forget it
            forget(stream);
            throw stream.notFound();
        }
        after(settings.transition(), consumer::activate);
        return consumer;
    }

    /** Brings a consumer back that was kept; it is ACTIVE. */
    void restore(StreamState stream, ConsumerArn arn, ResourceAttributes resource, long createdMillis) {
        StreamConsumer consumer = new StreamConsumer(
                stream, arn, resource, new StreamConsumer.Surroundings(time, settings.fanOut(), createdMillis));
        consumer.activate();
        synchronized (lock) {
            byStream.computeIfAbsent(stream, none -> new Registered()).byName.put(consumer.name(), consumer);
        }
    }

    private static void checkRoom(Registered registered, Arn streamArn, StreamState stream, String name) {
        StreamConsumer other = registered.byName.get(name);
        if (other != null) {
            throw FanOutErrors.alreadyRegistered(other);
        }
        if (registered.byName.size() >= MOST) {
            throw FanOutErrors.tooManyConsumers(stream.name(), streamArn.account(), MOST);
        }
        long creating = registered.byName.values().stream()
                .filter(consumer -> consumer.status() == ConsumerStatus.CREATING)
                .count();
        if (creating >= MOST_CREATING) {
            throw FanOutErrors.tooManyCreating(stream.name(), streamArn.account(), MOST_CREATING);
        }
    }

    /** The consumers of a stream, sorted by name. */
    public List<StreamConsumer> of(StreamState stream) {
        synchronized (lock) {
            Registered registered = byStream.get(stream);
            return registered == null ? List.of() : List.copyOf(registered.byName.values());
        }
    }

    /** The consumer of a name. */
    public Optional<StreamConsumer> find(StreamState stream, String name) {
        synchronized (lock) {
            Registered registered = byStream.get(stream);
            return registered == null ? Optional.empty() : Optional.ofNullable(registered.byName.get(name));
        }
    }

    /** The consumer of an ARN; an earlier one of the same name is not it. */
    public Optional<StreamConsumer> find(ConsumerArn arn) {
        synchronized (lock) {
            return byStream.values().stream()
                    .map(registered -> registered.byName.get(arn.consumerName()))
                    .filter(consumer -> consumer != null && consumer.arn().equals(arn))
                    .findFirst();
        }
    }

    /** Deregisters a consumer: its subscriptions end at once, its name is free when it has been DELETING for a while. */
    public void deregister(StreamConsumer consumer) {
        if (consumer.delete()) {
            after(settings.transition(), () -> remove(consumer));
        }
    }

    private void remove(StreamConsumer consumer) {
        synchronized (lock) {
            Registered registered = byStream.get(consumer.stream());
            if (registered != null && registered.byName.remove(consumer.name(), consumer)) {
                registered.lastRemovedSeconds =
                        Math.max(registered.lastRemovedSeconds, consumer.arn().createdSeconds());
            }
        }
    }

    /** Deregisters all consumers of a stream that is being deleted. */
    public void forget(StreamState stream) {
        Registered registered;
        synchronized (lock) {
            registered = byStream.remove(stream);
        }
        if (registered != null) {
            registered.byName.values().forEach(StreamConsumer::delete);
        }
    }

    /** How many subscriptions are open, of all consumers. */
    public int subscriptionCount() {
        synchronized (lock) {
            return byStream.values().stream()
                    .flatMap(registered -> registered.byName.values().stream())
                    .mapToInt(StreamConsumer::subscriptionCount)
                    .sum();
        }
    }

    private void after(Duration delay, Runnable step) {
        if (delay.isZero()) {
            step.run();
        } else {
            time.schedule(delay, step);
        }
    }
}
