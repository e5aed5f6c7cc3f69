package dev.penstock.stream.fanout;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.BodySource;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.ShardSlice;
import dev.penstock.stream.local.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer reads one shard, for some minutes. Nothing is buffered: records are read from the shard when the client
 * takes them. Whoever appends wakes the connection, which then asks for events on its event loop. An event loop calls
 * {@link #onTurn}, {@link #next}, {@link #atEnd}, {@link #atRest} and {@link #close}; the rest may come from any thread.
 * What is told across threads is guarded by {@code lock}; only the clock is called while it is held.
 */
public final class Subscription {
    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    /** Together with {@link #MAX_BYTES} about 1.5 MiB of JSON at most, but for a single record that is larger. */
    private static final int MAX_RECORDS = 2_000;

    private static final long MAX_BYTES = 1024L * 1024;

    /** A client that does not take the end of its subscription in this time is cut off. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Object lock = new Object();
    private final Runnable available = this::wake;
    private final StreamConsumer consumer;
    private final StreamState stream;
    private final Shard shard;
    private final Time time;
    private final Duration heartbeat;
    private final Duration lifetime;
    private final InFlight.Gauge gauge;
    private final @Nullable PushRate rate;
    private long position;
    private SequenceNumber continueAfter;
    private boolean done;
    private volatile long lastEventMillis;
    private volatile boolean heartbeatDue;
    private volatile boolean expired;
    private volatile @Nullable AwsException failure;
    private BodySource.@Nullable Outlet outlet;
    private Time.@Nullable Timer beat;
    private Time.@Nullable Timer end;
    private Time.@Nullable Timer pause;
    private boolean pending;
    private boolean awake;
    private boolean closed;

    /**
     * Where to begin.
     *
     * @param position in the shard
     * @param continueAfter what is told as the place to continue as long as nothing was read
     */
    public record Start(long position, SequenceNumber continueAfter) {}

    /** @param rate what the consumer shares with its other subscriptions to the shard; null for no limit */
    Subscription(
            StreamConsumer consumer,
            Shard shard,
            Start start,
            @Nullable PushRate rate,
            StreamConsumer.Surroundings surroundings) {
        this.consumer = consumer;
        this.rate = rate;
        this.stream = consumer.stream();
        this.shard = shard;
        this.time = surroundings.time();
        this.heartbeat = surroundings.settings().heartbeat();
        this.lifetime = surroundings.settings().lifetime();
        this.gauge = time.inFlight().gauge("fan-out");
        this.position = start.position();
        this.continueAfter = start.continueAfter();
    }

    Shard shard() {
        return shard;
    }

    /** Begins: from now on the outlet is woken when there may be an event. */
    public void open(BodySource.Outlet opened) {
        lastEventMillis = time.millis();
        synchronized (lock) {
            outlet = opened;
            beat = time.schedule(heartbeat, this::beat);
            end = time.schedule(lifetime, this::expire);
        }
        shard.addReader(available);
        wake();
    }

    /** What woke the outlet is dealt with now. */
    public void onTurn() {
        synchronized (lock) {
            pending = false;
            countAwake();
        }
    }

    /** The next event; nothing when there is none at the moment. */
    public Optional<SubscriptionEvent> next() {
        if (done) {
            return Optional.empty();
        }
        Optional<SubscriptionEvent> event = event();
        if (event.isPresent()) {
            lastEventMillis = time.millis();
            heartbeatDue = false;
        }
        return event;
    }

    /** Whether there will be no further event. */
    public boolean atEnd() {
        return done;
    }

    private Optional<SubscriptionEvent> event() {
        AwsException failed = failure;
        if (failed != null) {
            return failed(failed);
        }
        if (expired) {
            done = true;
            return Optional.empty();
        }
        if (mustPause()) {
            return heartbeatDue ? Optional.of(nothingNew(shard.millisBehindLatest(position))) : Optional.empty();
        }
        ShardSlice slice = stream.read(shard, position, MAX_RECORDS, MAX_BYTES);
        if (stream.isDeleted()) { // asked after the read, which finds a deleted stream's shards empty
            return failed(stream.notFound());
        }
        warnOfLoss(slice);
        position = slice.next();
        List<StreamRecord> records = slice.records();
        if (rate != null) {
            rate.pushed(records);
        }
        List<Shard> children = slice.atEnd() ? children() : List.of();
        if (!children.isEmpty()) {
            done = true;
            return Optional.of(new SubscriptionEvent.Batch(records, null, 0, children));
        }
        if (records.isEmpty() && !heartbeatDue) {
            return Optional.empty();
        }
        if (!records.isEmpty()) {
            continueAfter = records.get(records.size() - 1).sequenceNumber();
        }
        return Optional.of(new SubscriptionEvent.Batch(records, continueAfter, slice.millisBehindLatest(), List.of()));
    }

    private SubscriptionEvent nothingNew(long millisBehindLatest) {
        return new SubscriptionEvent.Batch(List.of(), continueAfter, millisBehindLatest, List.of());
    }

    /** Whether the consumer has had what it may have in a second; it is woken when there is more. */
    private boolean mustPause() {
        Duration left = rate == null || stream.isDeleted() ? Duration.ZERO : rate.pause();
        if (left.isZero()) {
            return false;
        }
        synchronized (lock) {
            if (!closed && pause == null) {
                pause = time.schedule(left, this::resume);
            }
        }
        return true;
    }

    private void resume() {
        synchronized (lock) {
            pause = null;
        }
        wake();
    }

    private Optional<SubscriptionEvent> failed(AwsException cause) {
        done = true;
        return Optional.of(new SubscriptionEvent.Failure(cause));
    }

    /** None while the shard is closed and its children are only about to open; opening them wakes this again. */
    private List<Shard> children() {
        return stream.shards().stream()
                .filter(child -> child.parents().contains(shard))
                .toList();
    }

    private void warnOfLoss(ShardSlice slice) {
        if (slice.start() > position) {
            log.warn(
                    "consumer {} was too slow: {} records of {} {} left after {} before it read them",
                    consumer.arn(),
                    slice.start() - position,
                    stream.name(),
                    shard.id(),
                    stream.retention());
        }
    }

    /** All events there are were taken, or the client takes none at the moment. */
    public void atRest() {
        synchronized (lock) {
            if (awake && !pending) {
                awake = false;
                gauge.end();
            }
        }
    }

    /** The client is gone, or has seen the end. */
    public void close() {
        synchronized (lock) {
            closed = true;
            cancel(beat);
            cancel(end);
            cancel(pause);
            if (awake) {
                awake = false;
                gauge.end();
            }
        }
        shard.removeReader(available);
        consumer.left(this);
    }

    /** Ends the subscription with an error. */
    void fail(AwsException cause) {
        failure = cause;
        cutOffLater();
        wake();
    }

    private void expire() {
        expired = true;
        cutOffLater();
        wake();
    }

    private void cutOffLater() {
        synchronized (lock) {
            cancel(end);
            if (!closed && outlet != null) {
                end = time.schedule(END_LIMIT, outlet::abort);
            }
        }
    }

    private void beat() {
        long quiet = time.millis() - lastEventMillis;
        boolean due = quiet >= heartbeat.toMillis();
        synchronized (lock) {
            if (closed) {
                return;
            }
            beat = time.schedule(due ? heartbeat : heartbeat.minusMillis(quiet), this::beat);
        }
        if (due) {
            heartbeatDue = true;
            wake();
        }
    }

    private void wake() {
        BodySource.Outlet woken;
        synchronized (lock) {
            woken = outlet;
            if (closed || pending || woken == null) {
                return;
            }
            pending = true;
            countAwake();
        }
        woken.wake();
    }

    private void countAwake() {
        if (!awake && !closed) {
            awake = true;
            gauge.begin();
        }
    }

    private static void cancel(Time.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
