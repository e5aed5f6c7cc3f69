package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.limit.Limits;
import dev.penstock.stream.limit.StreamGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: its shards, and the way of a record into one of them. Puts read a snapshot of the shards and try again when
 * theirs closed meanwhile.
 */
public final class StreamState {
    private static final Logger log = LoggerFactory.getLogger(StreamState.class);

    private final Object lock = new Object();
    private final LifeCycle lifeCycle;
    private final StreamAttributes attributes;
    private final List<InMemorySubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final LongAdder records = new LongAdder();
    private final StreamShape shape;
    private final Surroundings surroundings;
    private final Keeping keeping;
    private final Instant created;
    private final ByteBudget budget;
    private final PutQueue queue;
    private final StreamGate gate;
    private final Retention retention;
    private final ShardTable shards;
    private volatile boolean deleted;

    /** What all streams of a scope share. */
    record Surroundings(
            Time time,
            PartitionHash hash,
            Room room,
            Limits limits,
            AwsIdentity identity,
            Duration transition,
            Journal journal,
            StreamParts parts) {
        String account() {
            return identity.account();
        }
    }

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
        this.budget = surroundings.room().newStreamBudget();
        this.queue = new PutQueue(this, surroundings);
        this.gate = surroundings.limits().gate(name(), surroundings.identity());
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

    /**
     * Takes a kept record back; one whose shard has left is passed over.
     *
     * @return bytes that its budget lacks; when not zero, the record was not taken
     */
    long restore(Journal.KeptRecord kept) {
        NewRecord record = new NewRecord(kept.key().utf8(), null, kept.data());
        for (Shard shard : shards.map().all()) {
            if (shard.index() == kept.shard()) {
                if (!budget.tryTake(record.cost())) {
                    return record.cost();
                }
                shard.restore(record, kept.index(), kept.arrivalMillis());
                records.increment();
                return 0;
            }
        }
        return 0;
    }

    /**
     * All kept records are there: the stream may serve.
     *
     * @param firstIndex the least index of new records
     */
    void serveAgain(long firstIndex) {
        shards.map().all().forEach(shard -> shard.skipTo(firstIndex));
        retention.watch();
    }

    private Shard newShard(Shard.Lineage lineage, long openedMillis) {
        return new Shard(lineage, openedMillis, surroundings.time(), budget, keeping);
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
        lifeCycle.update(transition, check, status -> KinesisErrors.notActive(name(), surroundings.account(), status));
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
        return new StreamSummary(name(), arn, now.open().size(), retention(), records.sum(), held);
    }

    /** Appends, or waits for room. */
    CompletionStage<PutResult> put(NewRecord record) {
        admit(record, true);
        if (!queue.hasWaiters() && tryTake(record.cost())) {
            return CompletableFuture.completedFuture(appendAndSignal(record));
        }
        return queue.put(record);
    }

    /**
     * Appends, or refuses when there is no room.
     *
     * @throws AwsException ProvisionedThroughputExceededException, ResourceNotFoundException
     */
    public PutResult putNow(NewRecord record) {
        Appended appended = appendNow(record);
        appended.shard().signal();
        return appended.result();
    }

    /** Appends in this order, or refuses each for which there is no room; wakes the readers of a shard once. */
    public List<PutOutcome> putNow(List<NewRecord> batch) {
        Set<Shard> changed = new LinkedHashSet<>();
        List<PutOutcome> outcomes = new ArrayList<>(batch.size());
        try {
            for (NewRecord record : batch) {
                outcomes.add(outcome(record, changed));
            }
        } finally {
            changed.forEach(Shard::signal);
        }
        return outcomes;
    }

    private PutOutcome outcome(NewRecord record, Set<Shard> changed) {
        try {
            Appended appended = appendNow(record);
            changed.add(appended.shard());
            return new PutOutcome(appended.result(), null);
        } catch (AwsException refusal) {
            return new PutOutcome(null, refusal);
        }
    }

    private Appended appendNow(NewRecord record) {
        admit(record, false);
        if (!queue.hasWaiters() && takeRoom(record.cost())) {
            return append(record);
        }
        queue.warnRefused(record);
        throw KinesisErrors.noRoom(route(record).id(), name(), surroundings.account());
    }

    /** The rates and faults of its shards. */
    public StreamGate gate() {
        return gate;
    }

    private void admit(NewRecord record, boolean inJvm) {
        if (gate.isActive()) {
            gate.admitRecord(route(record).id(), record.contentBytes(), inJvm);
        }
    }

    private boolean tryTake(long bytes) {
        return take(bytes, budget::tryTake);
    }

    /** Takes memory, also what is to be made free first, and room in the journal; or nothing. */
    boolean takeRoom(long bytes) {
        return take(bytes, more -> budget.tryTake(more) || surroundings.room().makeRoom(this, more));
    }

    private boolean take(long bytes, LongPredicate memory) {
        if (!keeping.tryReserve(bytes)) {
            return false;
        }
        boolean taken = memory.test(bytes);
        if (!taken) {
            keeping.release(bytes);
        }
        return taken;
    }

    private PutResult appendAndSignal(NewRecord record) {
        Appended appended = append(record);
        appended.shard().signal();
        return appended.result();
    }

    /** Appends a record whose bytes are taken; its shard is still to be signalled. */
    Appended append(NewRecord record) {
        while (!deleted) {
            Shard shard = route(record);
            Optional<PutResult> stored = shard.append(record);
            if (stored.isPresent()) {
                records.increment();
                retention.watch();
                return new Appended(shard, stored.get());
            }
        }
        budget.giveBack(record.cost());
        keeping.release(record.cost());
        throw notFound();
    }

    private Shard route(NewRecord record) {
        ShardMap now = shards.map();
        if (now.open().size() == 1) {
            return now.open().get(0);
        }
        HashKey explicit = record.explicitHash();
        return now.at(explicit != null ? explicit : surroundings.hash().of(record.keyBytes()));
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
        if (subscriptions.isEmpty()) {
            return 0;
        }
        long freed = 0;
        for (Shard shard : shards.map().all()) {
            if (freed >= enoughBytes) {
                break;
            }
            long consumed = Long.MAX_VALUE;
            for (InMemorySubscription subscription : subscriptions) {
                consumed = Math.min(consumed, subscription.consumedBefore(shard));
            }
            long freedHere = shard.trimBelow(consumed, enoughBytes - freed);
            if (freedHere > 0) {
                keeping.trimmed(shard);
            }
            freed += freedHere;
        }
        return freed;
    }

    /** Tells whoever waits for memory that some may be free now. */
    void roomAppeared() {
        surroundings.room().roomAppeared();
    }

    void add(InMemorySubscription subscription) {
        synchronized (lock) {
            for (InMemorySubscription other : subscriptions) {
                if (other.consumer().equals(subscription.consumer())) {
                    throw new IllegalStateException("consumer '%s' already reads stream '%s'; close it first"
                            .formatted(subscription.consumer(), name()));
                }
            }
            subscriptions.add(subscription);
        }
    }

    void remove(InMemorySubscription subscription) {
        subscriptions.remove(subscription);
        surroundings.room().roomAppeared();
    }

    /** How many consumers in this process read the stream. */
    int subscriptionCount() {
        return subscriptions.size();
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
        subscriptions.forEach(InMemorySubscription::openReady);
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
            log.warn("stream {} was deleted while {} consumers read it; they end here", name(), subscriptions.size());
        }
        retention.stop();
        shards.map().all().forEach(Shard::delete);
        shards.map().all().forEach(Shard::signal);
        queue.failAll(notFound());
        surroundings.room().roomAppeared();
    }

    /** Stops timers and fails waiting puts; the pipeline ends. */
    void close() {
        lifeCycle.stop();
        retention.stop();
        queue.failAll(new AwsException(
                "ServiceUnavailableException", 503, "Penstock is shutting down; stream %s".formatted(name())));
    }

    /** Whether it was deleted; its shards are empty then. */
    public boolean isDeleted() {
        return deleted;
    }

    ByteBudget budget() {
        return budget;
    }

    PutQueue queue() {
        return queue;
    }

    /** A stored record's shard, which is still to be signalled, and what its producer is told. */
    record Appended(Shard shard, PutResult result) {}
}
