package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.RegisteredConsumer;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFaults;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import dev.penstock.stream.limit.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All streams of one account in one region, in memory; see {@link Scopes}.
 *
 * <p>A put that waits for room is no work in flight: its caller, whose work is unfinished, is what counts. With
 * {@code TestTime} a caller that waits for room which only time can make therefore never settles: let a consumer
 * checkpoint, or do not settle.
 */
public final class InMemoryStreams implements Streams {
    /** So many streams of an account may be on demand. */
    public static final int ON_DEMAND_LIMIT = 50;

    private static final int MOST_CREATING = 5;

    private static final int MAX_KEY_CHARACTERS = 256;

    private final Object creating = new Object();
    private final ConcurrentNavigableMap<String, StreamState> streams = new ConcurrentSkipListMap<>();
    private final AwsIdentity identity;
    private final Commons commons;
    private final Surroundings surroundings;
    private final IteratorTokens iterators;
    private final AccountSettings accountSettings;
    private final Runnable restart;

    /** The only streams of a pipeline. */
    InMemoryStreams(AwsIdentity identity, Time time, StreamSettings settings) {
        this(identity, Commons.of(time, settings, Journal.OFF), () -> {});
    }

    /** @param restart what starting these streams means */
    InMemoryStreams(AwsIdentity identity, Commons commons, Runnable restart) {
        this.restart = restart;
        this.identity = identity;
        this.commons = commons;
        this.surroundings = new Surroundings(
                commons.time(),
                commons.hash(),
                commons.room(),
                commons.limits(),
                identity,
                commons.settings().transition(),
                commons.journal(),
                commons.parts());
        this.accountSettings = new AccountSettings(commons.time());
        this.iterators = new IteratorTokens(identity, commons);
    }

    @Override
    public String name() {
        return "stream";
    }

    /** Creates the streams that are to be there from the start; one that is there already stays as it is. */
    @Override
    public void start() {
        restart.run();
        for (StreamSpec spec : commons.settings().initialize()) {
            if (!streams.containsKey(spec.name())) {
                create(spec);
            }
        }
    }

    /** Closes the streams of all scopes that share a pipeline. */
    @Override
    public void close() {
        commons.streams().forEach(StreamState::close);
        commons.journal().close();
    }

    @Override
    public void create(StreamSpec spec) {
        long mark = commons.journal().mark();
        try {
            create(StreamShape.of(spec), Duration.ZERO);
        } catch (AwsException refused) {
            StreamState there = streams.get(spec.name());
            if (there == null || !there.shape().spec().equals(spec)) {
                throw refused;
            }
        }
        awaitKept(mark);
    }

    private void awaitKept(long mark) {
        try {
            commons.journal().kept(mark).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof AwsException notKept ? notKept : failed;
        }
    }

    /** Brings a stream back that was kept. */
    StreamState restore(Journal.KeptStream kept) {
        StreamState restored = new StreamState(StreamImage.read(kept.image()), kept.id(), surroundings);
        streams.put(restored.name(), restored);
        commons.streams().add(restored);
        return restored;
    }

    /**
     * Creates a stream, which is CREATING for a while.
     *
     * @throws AwsException ResourceInUseException when there is one of that name, LimitExceededException when there
     *     would be too many shards, or too many streams are CREATING
     */
    public StreamState create(StreamShape shape) {
        return create(shape, commons.settings().transition());
    }

    private StreamState create(StreamShape shape, Duration transition) {
        String name = shape.spec().name();
        synchronized (creating) {
            if (streams.containsKey(name)) {
                throw KinesisErrors.alreadyExists(name, identity.account());
            }
            long inCreation = streams.values().stream()
                    .filter(stream -> stream.status() == StreamStatus.CREATING)
                    .count();
            if (inCreation >= MOST_CREATING && !transition.isZero()) {
                throw KinesisErrors.tooManyCreating(identity.account(), MOST_CREATING);
            }
            checkShardLimit(shape.spec().shardCount());
            if (shape.onDemand()) {
                checkOnDemandLimit();
            }
            StreamState created = new StreamState(shape, surroundings);
            created.created(transition);
            created.save();
            streams.put(name, created);
            commons.streams().add(created);
            return created;
        }
    }

    /** @throws AwsException LimitExceededException when so many open shards more would be too many */
    public void checkShardLimit(int more) {
        int limit = shardLimit();
        if (openShards() + more > limit) {
            throw KinesisErrors.shardLimit(identity, openShards(), limit, more);
        }
    }

    /** How many streams are on demand. */
    public int onDemandStreams() {
        return (int) streams.values().stream()
                .filter(stream -> stream.attributes().isOnDemand())
                .count();
    }

    /** @throws AwsException LimitExceededException when one more stream on demand would be too many */
    public void checkOnDemandLimit() {
        if (onDemandStreams() >= ON_DEMAND_LIMIT) {
            throw KinesisErrors.limitExceeded(
                    "Account %s has %d streams in On-Demand mode already, which is the limit in %s."
                            .formatted(identity.account(), ON_DEMAND_LIMIT, identity.region()));
        }
    }

    /** So many open shards may there be. */
    public int shardLimit() {
        return commons.settings().shardLimit();
    }

    /** Open shards of all streams. */
    public int openShards() {
        return streams.values().stream().mapToInt(StreamState::openShards).sum();
    }

    /**
     * Deletes a stream with all records. Its readers see the end of their shards. One that is DELETING stays so.
     *
     * @throws AwsException ResourceNotFoundException
     */
    public void delete(String name) {
        StreamState gone = stream(name);
        gone.delete(() -> {
            streams.remove(name, gone);
            commons.streams().remove(gone);
        });
    }

    @Override
    public List<String> names() {
        return List.copyOf(streams.keySet());
    }

    /** All streams by name. */
    public List<StreamState> all() {
        return List.copyOf(streams.values());
    }

    @Override
    public StreamSummary describe(String stream) {
        return stream(stream).summary(arn(stream));
    }

    /**
     * The state behind a name.
     *
     * @throws AwsException ResourceNotFoundException
     */
    public StreamState stream(String name) {
        StreamState state = streams.get(name);
        if (state == null) {
            commons.hint(name, identity);
            throw KinesisErrors.streamNotFound(name, identity.account());
        }
        return state;
    }

    /**
     * The stream of a name, for records to go in or out.
     *
     * @throws AwsException ResourceNotFoundException, also when it is CREATING or DELETING
     */
    public StreamState serving(String name) {
        StreamState state = stream(name);
        if (!state.status().serves()) {
            throw KinesisErrors.streamNotFound(name, identity.account());
        }
        return state;
    }

    /** The ARN of a stream here. */
    public String arn(String stream) {
        return identity.arn("kinesis", "stream/" + stream).toString();
    }

    @Override
    public CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data) {
        try {
            long mark = commons.journal().mark();
            StreamState state = serving(stream);
            checkKey(partitionKey);
            NewRecord record = new NewRecord(partitionKey, null, data);
            if (!fits(state, record)) {
                throw KinesisErrors.recordTooLarge("data", state.attributes().maxRecordBytes());
            }
            return whenKept(mark, state.put(record));
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private CompletionStage<PutResult> whenKept(long mark, CompletionStage<PutResult> put) {
        Journal journal = commons.journal();
        return journal.isOn() ? put.thenCompose(result -> journal.kept(mark).thenApply(kept -> result)) : put;
    }

    private static void checkKey(String key) {
        int characters = key.codePointCount(0, key.length());
        if (characters < 1 || characters > MAX_KEY_CHARACTERS) {
            throw AwsException.validation(("1 validation error detected: Value '%s' at 'partitionKey' failed to satisfy"
                            + " constraint: Member must have length %s than or equal to %d")
                    .formatted(key, characters < 1 ? "greater" : "less", characters < 1 ? 1 : MAX_KEY_CHARACTERS));
        }
    }

    /** Whether a stream takes a record of this size. */
    public static boolean fits(StreamState stream, NewRecord record) {
        return record.contentBytes() <= stream.attributes().maxRecordBytes();
    }

    @Override
    public StreamSubscription subscribe(String stream, String consumer, StartingPosition from, ShardListener listener) {
        return serving(stream).subscribe(consumer, from, listener);
    }

    @Override
    public Optional<RegisteredConsumer> consumer(String arn) {
        return commons.parts().consumer(arn);
    }

    public AwsIdentity identity() {
        return identity;
    }

    public Time time() {
        return commons.time();
    }

    /** The settings of the account. */
    public AccountSettings accountSettings() {
        return accountSettings;
    }

    /** Rates and faults of the pipeline. */
    public Limits limits() {
        return commons.limits();
    }

    @Override
    public StreamFaults faults() {
        return commons.limits().faults();
    }

    /** Issues and reads shard iterators. */
    public IteratorTokens iterators() {
        return iterators;
    }
}
