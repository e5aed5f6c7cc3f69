package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream feeding a function: one {@link ShardPoller} for each open shard. Guarded by {@code lock}. */
final class KinesisMapping implements EventSourceMapping {
    private final String id;
    private final EventSourceMappingSpec spec;
    private final RecordOrigin origin;
    private final Time time;
    private final MappedFunctions functions;
    private final AwsIdentity identity;
    private final Instant created;
    private final MappingMetrics metrics = new MappingMetrics();
    private final Object lock = new Object();
    private final List<ShardPoller> pollers = new ArrayList<>();
    private @Nullable StreamSubscription subscription;
    private String state = "Creating";

    KinesisMapping(
            EventSourceMappingSpec spec, String streamArn, AwsIdentity identity, Time time, MappedFunctions functions) {
        this.spec = spec;
        this.id = idOf(spec.function(), streamArn);
        this.time = time;
        this.identity = identity;
        created = time.now();
        this.functions = functions;
        // DIFFERS: roles are not emulated; the ARN has the right form and names the function.
        origin = new RecordOrigin(
                streamArn,
                identity.region(),
                "arn:aws:iam::%s:role/%s-role".formatted(identity.account(), spec.function()));
    }

    /** The same after a restart, so that the stream knows the consumer again. There is one mapping of the two at most. */
    private static String idOf(String function, String streamArn) {
        return UUID.nameUUIDFromBytes((streamArn + " " + function).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Takes its position in every shard before it returns. */
    void start(Streams streams) {
        StreamSubscription opened =
                streams.subscribe(spec.sourceName(), spec.function() + "-" + id, spec.from(), this::opened);
        synchronized (lock) {
            subscription = opened;
            state = "Enabled";
        }
    }

    private void opened(ShardReader reader) {
        ShardPoller poller = new ShardPoller(
                spec, id, reader, origin, event -> functions.invoke(spec.function(), event), metrics, time);
        synchronized (lock) {
            if (isDeleting()) {
                return;
            }
            pollers.add(poller);
        }
        poller.start(this::finished);
    }

    private void finished(ShardPoller poller) {
        synchronized (lock) {
            pollers.remove(poller);
        }
    }

    private boolean isDeleting() {
        return state.equals("Deleting");
    }

    boolean isSame(EventSourceMappingSpec other) {
        return spec.sourceName().equals(other.sourceName()) && spec.function().equals(other.function());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String arn() {
        return identity.arn("lambda", "event-source-mapping:" + id).toString();
    }

    @Override
    public String functionArn() {
        return identity.arn("lambda", "function:" + spec.function()).toString();
    }

    @Override
    public String stateTransitionReason() {
        return "User action";
    }

    @Override
    public Instant lastModified() {
        return created;
    }

    @Override
    public MappingTimeline timeline() {
        return new MappingTimeline(List.of());
    }

    @Override
    public EventSourceMappingSpec spec() {
        return spec;
    }

    @Override
    public String state() {
        synchronized (lock) {
            return state;
        }
    }

    @Override
    public String lastProcessingResult() {
        return metrics.lastResult();
    }

    @Override
    public Counters counters() {
        long now = time.millis();
        List<ShardPoller> open;
        synchronized (lock) {
            open = List.copyOf(pollers);
        }
        long behind = open.stream()
                .mapToLong(poller -> poller.millisBehind(now))
                .max()
                .orElse(0);
        return metrics.snapshot(behind);
    }

    void close() {
        StreamSubscription open;
        List<ShardPoller> workers;
        synchronized (lock) {
            state = "Deleting";
            open = subscription;
            subscription = null;
            workers = List.copyOf(pollers);
        }
        workers.forEach(ShardPoller::stop);
        workers.forEach(ShardPoller::awaitStopped);
        if (open != null) {
            open.close();
        }
    }
}
