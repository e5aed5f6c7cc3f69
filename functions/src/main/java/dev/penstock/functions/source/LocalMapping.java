package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.functions.event.EventSource;
import dev.penstock.functions.event.SourceReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream feeding a function: one {@link ShardFeed} for each open shard. Changes take effect at once; the transient state
 * that AWS shows meanwhile is only shown. Guarded by {@code lock}.
 */
final class LocalMapping implements EventSourceMapping {
    /** How long a transient state is shown. */
    static final Duration TRANSITION = Duration.ofMillis(50);

    private final Object lock = new Object();
    private final MappingContext context;
    private final List<ShardFeed> feeds = new ArrayList<>();
    private MappingPlan plan;
    private EventSource.@Nullable Subscription subscription;
    private String state = "Creating";
    private long transitions;
    private Instant lastModified;

    LocalMapping(MappingContext context, MappingPlan plan) {
        this.context = context;
        this.plan = plan;
        lastModified = context.time().now();
    }

    /** Takes its position in every shard before it returns, unless it is disabled. */
    void start() {
        subscribe();
        settle();
    }

    private void subscribe() {
        synchronized (lock) {
            if (plan.paused() || subscription != null || isDeleting()) {
                return;
            }
        }
        EventSourceMappingSpec spec = spec();
        EventSource.Subscription opened = context.source().subscribe(consumer(spec), spec.from(), this::opened);
        synchronized (lock) {
            subscription = opened;
            if (!isDeleting()) {
                return;
            }
        }
        opened.close();
    }

    /** The same after a restart, so that the source knows it again. */
    private String consumer(EventSourceMappingSpec spec) {
        return FunctionReference.parse(spec.function()).name() + "-" + id();
    }

    private void opened(SourceReader reader) {
        ShardFeed feed;
        synchronized (lock) {
            if (isDeleting()) {
                return;
            }
            feed = new ShardFeed(context, reader, plan, this::finished);
            feeds.add(feed);
        }
        feed.start();
    }

    private void finished(ShardFeed feed) {
        synchronized (lock) {
            feeds.remove(feed);
        }
    }

    /** Takes new settings up. The caller has checked them. */
    void change(MappingPlan changed) {
        List<ShardFeed> open;
        synchronized (lock) {
            boolean toggled = plan.paused() != changed.paused();
            state = !toggled ? "Updating" : changed.paused() ? "Disabling" : "Enabling";
            lastModified = context.time().now();
            plan = changed;
            open = List.copyOf(feeds);
            open.forEach(feed -> feed.change(changed));
        }
        subscribe();
        settle();
    }

    /** Lets the state follow what is already so. */
    private void settle() {
        long mine;
        synchronized (lock) {
            mine = ++transitions;
        }
        context.time().schedule(TRANSITION, () -> {
            synchronized (lock) {
                if (mine == transitions && !isDeleting()) {
                    state = plan.paused() ? "Disabled" : "Enabled";
                    lastModified = context.time().now();
                }
            }
        });
    }

    boolean isDeleting() {
        synchronized (lock) {
            return state.equals("Deleting");
        }
    }

    /** Whether it maps the same source to the same function. */
    boolean isSame(String sourceArn, String functionArn) {
        return context.source().arn().equals(sourceArn) && functionArn().equals(functionArn);
    }

    @Override
    public String id() {
        return context.mappingId();
    }

    @Override
    public String arn() {
        return context.mappingArn();
    }

    @Override
    public EventSourceMappingSpec spec() {
        synchronized (lock) {
            return plan.spec();
        }
    }

    @Override
    public String functionArn() {
        return context.functionArn(spec());
    }

    @Override
    public String state() {
        synchronized (lock) {
            return state;
        }
    }

    @Override
    public String stateTransitionReason() {
        return "User action";
    }

    @Override
    public Instant lastModified() {
        synchronized (lock) {
            return lastModified;
        }
    }

    @Override
    public String lastProcessingResult() {
        boolean reads;
        synchronized (lock) {
            boolean ofConsumer = !context.source().arn().equals(context.source().streamArn());
            reads = subscription != null && !isDeleting() && (ofConsumer || feeds.isEmpty());
        }
        return reads && !context.source().exists()
                ? "PROBLEM: Stream not found: " + context.source().arn()
                : context.metrics().lastResult();
    }

    @Override
    public Counters counters() {
        long now = context.time().millis();
        long behind =
                open().stream().mapToLong(feed -> feed.millisBehind(now)).max().orElse(0);
        return context.metrics().snapshot(behind);
    }

    @Override
    public MappingTimeline timeline() {
        long now = context.time().millis();
        return new MappingTimeline(open().stream()
                .map(feed -> feed.timeline(now))
                .sorted(Comparator.comparing(MappingTimeline.Shard::shardId))
                .toList());
    }

    private List<ShardFeed> open() {
        synchronized (lock) {
            return List.copyOf(feeds);
        }
    }

    /** Nothing is invoked after this returns; an invocation that runs is not taken note of any more. */
    void close() {
        EventSource.Subscription reading;
        List<ShardFeed> open;
        synchronized (lock) {
            state = "Deleting";
            lastModified = context.time().now();
            reading = subscription;
            subscription = null;
            open = List.copyOf(feeds);
        }
        open.forEach(ShardFeed::stop);
        if (reading != null) {
            reading.close();
        }
    }
}
