package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.limit.StreamGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream: its shards, its states and its end. Records come in by its {@link Intake}. */
public final class StreamState {
    private static final Logger log = LoggerFactory.getLogger(StreamState.class);

    private final LifeCycle lifeCycle;
    private final StreamAttributes attributes;
    private final Subscriptions subscriptions;
    private final StreamShape shape;
    private final Surroundings surroundings;
    private final Keeping keeping;
    private final Instant created;
    private final Intake intake;
    private final Retention retention;
    private final ShardTable shards;
    private volatile boolean deleted;

    StreamState(StreamShape shape, Surroundings surroundings) {
        this(
                shape,
                Instant.ofEpochMilli(surroundings.time().millis()),
                surroundings,
                new Keeping(surroundings.journal(), surroundings.journal().newStreamId()),
                null);
    }

    /** A stream that was kept, still without records. */
    StreamState(StreamImage image, long id, Surroundings surroundings) {
        this(
                image.streamShape(),
                Instant.ofEpochMilli(image.createdMillis()),
                surroundings,
                new Keeping(surroundings.journal(), id),
                image);
        retention.change(Duration.ofMillis(image.retentionMillis()));
        image.setOn(attributes);
        surroundings.parts().restore(this, image.parts());
    }

    private StreamState(
            StreamShape shape,
            Instant created,
            Surroundings surroundings,
            Keeping keeping,
            @Nullable StreamImage image) {
        this.shape = shape;
        this.surroundings = surroundings;
        this.keeping = keeping;
        this.created = created;
        this.subscriptions = new Subscriptions(this, keeping, surroundings.time());
        this.intake = new Intake(this, surroundings, keeping);
        this.attributes = new StreamAttributes(shape, surroundings.time());
        this.lifeCycle = new LifeCycle(surroundings.time());
        this.retention = new Retention(this, shape.spec().retention(), surroundings.time());
        this.shards = image == null
                ? new ShardTable(shape.spec().shardCount(), created.toEpochMilli(), surroundings.time(), this::newShard)
                : new ShardTable(image.openShards(this::newShard), surroundings.time(), this::newShard);
    }

    /** What other packages keep with it. */
    StreamParts parts() {
        return surroundings.parts();
    }

    /** Hands to the journal what has changed, if anything. */
    void save() {
        whileStill(() -> {
            if (!deleted) {
                keeping.save(this, shards.map().all());
            }
            return this;
        });
    }

    /** Takes a kept record back; as {@link Intake#restore}. */
    long restore(Journal.KeptRecord kept) {
        return intake.restore(kept);
    }

    /** Takes back where a consumer was. */
    void restore(Journal.KeptPositions kept) {
        subscriptions.restore(kept);
    }

    /**
     * All kept records are there: the stream may serve.
     *
     * @param firstIndex the least index of new records
     */
    void serveAgain(long firstIndex) {
        shards.map().all().forEach(shard -> shard.skipTo(firstIndex));
        subscriptions.serveAgain();
        retention.watch();
    }

    private Shard newShard(Shard.Lineage lineage, long openedMillis) {
        return new Shard(lineage, openedMillis, surroundings.time(), intake.budget(), keeping);
    }

    public String name() {
        return shape.spec().name();
    }

    /** The account and region it lives in. */
    AwsIdentity identity() {
        return surroundings.identity();
    }

    /** What it was created with. */
    public StreamShape shape() {
        return shape;
    }

    public Instant created() {
        return created;
    }

    /** How long records stay. */
    public Duration retention() {
        return retention.period();
    }

    /** Changes how long records stay; what is too old now leaves at once. */
    public void retention(Duration period) {
        retention.change(period);
    }

    /** What can be set on it. */
    public StreamAttributes attributes() {
        return attributes;
    }

    /** How its records are said to be encrypted. */
    public Optional<StreamAttributes.Encryption> encryption() {
        return attributes.encryption();
    }

    /** The state it is in. */
    public StreamStatus status() {
        return lifeCycle.status();
    }

    /** Begins the state CREATING, which ends by itself. */
    void created(Duration transition) {
        lifeCycle.create(transition);
    }

    /**
     * Changes the stream: it is UPDATING for {@link dev.penstock.stream.StreamSettings#transition}, then the step is
     * taken.
     *
     * @param check refuses by an exception, or gives the step; the stream is ACTIVE and does not change meanwhile
     * @throws AwsException ResourceInUseException when it is not ACTIVE
     */
    public void update(Supplier<Runnable> check) {
        update(surroundings.transition(), check);
    }

    /** Changes the stream as {@link #update} does, but at once. */
    public void updateNow(Supplier<Runnable> check) {
        update(Duration.ZERO, check);
    }

    private void update(Duration transition, Supplier<Runnable> check) {
        lifeCycle.update(
                transition,
                () -> kept(check.get()),
                status -> KinesisErrors.notActive(name(), surroundings.account(), status));
    }

    /** The call that asked for a step may have been answered long before the step is taken: no one else keeps it then. */
    private Runnable kept(Runnable step) {
        return () -> {
            step.run();
            save();
        };
    }

    /** The shards as they are, for a record to go into one; it may have closed when the record comes. */
    ShardMap shardMap() {
        return shards.map();
    }

    /** A record came in: see to it that it leaves in time. */
    void watchRetention() {
        retention.watch();
    }

    /** All shards that are still there, by index; not while a reshard goes on. */
    public List<Shard> shards() {
        return shards.all(retention());
    }

    /** The shards that clients are shown: none before the stream was ACTIVE for the first time. */
    public List<Shard> listedShards() {
        return lifeCycle.hasServed() ? shards() : List.of();
    }

    /** Looks at shards while none of them opens or closes; {@code look} must not wait. */
    public <T> T whileStill(Supplier<T> look) {
        return shards.whileStill(look);
    }

    /** The shard with an index, if it is there. */
    public Optional<Shard> shard(int index) {
        return shards.at(index, retention());
    }

    /** How many shards take records. */
    public int openShards() {
        return shards.map().open().size();
    }

    /** What the port tells of a stream. */
    StreamSummary summary(String arn) {
        ShardMap now = shards.map();
        long held = now.all().stream().mapToLong(Shard::heldContent).sum();
        return new StreamSummary(name(), arn, now.open().size(), retention(), intake.records(), held);
    }

    /** Appends, or waits for room. */
    CompletionStage<PutResult> put(NewRecord record) {
        return intake.put(record);
    }

    /**
     * Appends, or refuses when there is no room.
     *
     * @throws AwsException ProvisionedThroughputExceededException, ResourceNotFoundException
     */
    public PutResult putNow(NewRecord record) {
        return intake.putNow(record);
    }

    /** Appends in this order, or refuses each for which there is no room; wakes the readers of a shard once. */
    public List<PutOutcome> putNow(List<NewRecord> batch) {
        return intake.putNow(batch);
    }

    /** The rates and faults of its shards. */
    public StreamGate gate() {
        return intake.gate();
    }

    /** What is answered when it was deleted. */
    public AwsException notFound() {
        return KinesisErrors.streamNotFound(name(), surroundings.account());
    }

    /** Reads a shard of this stream, without what is too old; parameters as for {@link Shard#read}. */
    public ShardSlice read(Shard shard, long position, int maxRecords, long maxBytes) {
        long oldestMillis = surroundings.time().millis() - retention.period().toMillis();
        return shard.read(position, maxRecords, maxBytes, oldestMillis);
    }

    /** Drops all records older than retention; returns how many bytes became free. */
    long trimExpired() {
        long freed = 0;
        for (Shard shard : shards.map().all()) {
            freed += shard.trimExpired(retention.period());
        }
        return freed;
    }

    /**
     * Drops the oldest records that every consumer in this process is past, until enough bytes are free. Without a
     * consumer nothing is dropped.
     */
    long trimConsumed(long enoughBytes) {
        return subscriptions.trimConsumed(shards.map().all(), enoughBytes);
    }

    /** Tells whoever waits for memory that some may be free now. */
    void roomAppeared() {
        surroundings.room().roomAppeared();
    }

    /** A consumer in this process begins, or continues after a restart. */
    InMemorySubscription subscribe(String consumer, StartingPosition from, ShardListener listener) {
        InMemorySubscription subscription = subscriptions.add(consumer, from, listener);
        subscription.openReady();
        return subscription;
    }

    void remove(InMemorySubscription subscription) {
        subscriptions.remove(subscription);
        surroundings.room().roomAppeared();
    }

    /** How many consumers in this process read the stream. */
    int subscriptionCount() {
        return subscriptions.count();
    }

    /** Closes shards and opens others in their place: the one step that splits and merges are made of. */
    void reshard(List<Shard> parents, List<HashKeyRange> children) {
        reshape(changes -> changes.replace(parents, children));
    }

    /** Splits a shard in two. */
    public void split(Shard shard, HashKey at) {
        reshape(changes -> changes.split(shard, at));
    }

    /** Merges two neighbours, the lower one first. */
    public void merge(Shard lower, Shard upper) {
        reshape(changes -> changes.merge(lower, upper));
    }

    /** Gives the stream so many shards with equal ranges. */
    public void scale(int target) {
        reshape(changes -> new UniformScaling(target).apply(changes.open(), changes));
    }

    private void reshape(Consumer<ShardChanges> steps) {
        // Kept before a record can come into one of the new shards.
        Set<Shard> closed = shards.reshape(steps, all -> keeping.save(this, all));
        closed.forEach(Shard::signal);
        subscriptions.openReady();
    }

    /**
     * Deletes the stream. What it holds goes at once, its name when it has been DELETING for a while.
     *
     * @param gone frees the name
     */
    void delete(Runnable gone) {
        if (lifeCycle.delete(surroundings.transition(), gone)) {
            end();
        }
    }

    /** Readers see the end of every shard, waiting puts fail. */
    private void end() {
        shards.end();
        whileStill(() -> {
            deleted = true;
            keeping.removed();
            return this;
        });
        if (!subscriptions.isEmpty()) {
            log.warn("stream {} was deleted while {} consumers read it; they end here", name(), subscriptions.count());
        }
        subscriptions.stop();
        retention.stop();
        shards.map().all().forEach(Shard::delete);
        shards.map().all().forEach(Shard::signal);
        intake.queue().failAll(notFound());
        surroundings.room().roomAppeared();
    }

    /** Stops timers and fails waiting puts; the pipeline ends. */
    void close() {
        lifeCycle.stop();
        subscriptions.stop();
        retention.stop();
        intake.queue()
                .failAll(new AwsException(
                        "ServiceUnavailableException", 503, "Penstock is shutting down; stream %s".formatted(name())));
    }

    /** Whether it was deleted; its shards are empty then. */
    public boolean isDeleted() {
        return deleted;
    }

    Keeping keeping() {
        return keeping;
    }

    ByteBudget budget() {
        return intake.budget();
    }

    PutQueue queue() {
        return intake.queue();
    }
}
