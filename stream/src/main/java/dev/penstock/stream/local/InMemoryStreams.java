package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.ShardListener;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All streams of one account in one region, in memory; see {@link Scopes}. A stream is ACTIVE as soon as it is created and gone as soon as it is deleted.
 *
 * <p>A put that waits for room is no work in flight: its caller, whose work is unfinished, is what counts. With
 * {@code TestTime} a caller that waits for room which only time can make therefore never settles: let a consumer
 * checkpoint, or do not settle.
 */
public final class InMemoryStreams implements Streams {
    /** So many open shards in one pipeline; AWS has a quota as well. */
    public static final int SHARD_LIMIT = 10_000;

    private static final int MAX_KEY_CHARACTERS = 256;

    private final Object creating = new Object();
    private final ConcurrentNavigableMap<String, StreamState> streams = new ConcurrentSkipListMap<>();
    private final AwsIdentity identity;
    private final Commons commons;
    private final StreamState.Surroundings surroundings;
    private final IteratorTokens iterators;

    /** The only streams of a pipeline. */
    InMemoryStreams(AwsIdentity identity, Time time, StreamSettings settings) {
        this(identity, Commons.of(time, settings));
    }

    InMemoryStreams(AwsIdentity identity, Commons commons) {
        this.identity = identity;
        this.commons = commons;
        this.surroundings = new StreamState.Surroundings(commons.time(), commons.hash(), commons.room(), identity);
        this.iterators = new IteratorTokens(commons.time());
    }

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public void start() {}

    /** Closes the streams of all scopes that share a pipeline. */
    @Override
    public void close() {
        commons.streams().forEach(StreamState::close);
    }

    @Override
    public void create(StreamSpec spec) {
        try {
            create(StreamShape.of(spec));
        } catch (AwsException exists) {
            StreamSpec other = stream(spec.name()).shape().spec();
            if (!other.equals(spec)) {
                throw exists;
            }
        }
    }

    /**
     * Creates a stream.
     *
     * @throws AwsException ResourceInUseException when there is one of that name, LimitExceededException when there
     *     would be more than {@link #SHARD_LIMIT} open shards
     */
    public StreamState create(StreamShape shape) {
        String name = shape.spec().name();
        synchronized (creating) {
            if (streams.containsKey(name)) {
                throw KinesisErrors.alreadyExists(name, identity.account());
            }
            int more = shape.spec().shardCount();
            if (openShards() + more > SHARD_LIMIT) {
                throw KinesisErrors.shardLimit(identity, openShards(), SHARD_LIMIT, more);
            }
            StreamState created = new StreamState(shape, surroundings);
            streams.put(name, created);
            commons.streams().add(created);
            return created;
        }
    }

    /** Open shards of all streams. */
    public int openShards() {
        return streams.values().stream().mapToInt(StreamState::openShards).sum();
    }

    /**
     * Deletes a stream with all records. Its readers see the end of their shards.
     *
     * @throws AwsException ResourceNotFoundException
     */
    public void delete(String name) {
        StreamState gone = streams.remove(name);
        if (gone == null) {
            throw KinesisErrors.streamNotFound(name, identity.account());
        }
        commons.streams().remove(gone);
        gone.delete();
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

    /** The ARN of a stream here. */
    public String arn(String stream) {
        return identity.arn("kinesis", "stream/" + stream).toString();
    }

    @Override
    public CompletionStage<PutResult> put(String stream, String partitionKey, Bytes data) {
        try {
            StreamState state = stream(stream);
            NewRecord record = new NewRecord(partitionKey, null, data);
            checkKey(partitionKey);
            if (!fits(state, record)) {
                throw KinesisErrors.recordTooLarge("data", state.shape().maxRecordBytes());
            }
            return state.put(record);
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
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
        long max = stream.shape().maxRecordBytes();
        int data = record.data().length();
        // UTF-8 takes at most three bytes per char: only records near the limit need their key encoded to be measured.
        return data + 3L * record.partitionKey().length() <= max || data + (long) keyBytes(record) <= max;
    }

    private static int keyBytes(NewRecord record) {
        return record.partitionKey().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public StreamSubscription subscribe(String stream, String consumer, StartingPosition from, ShardListener listener) {
        StreamState state = stream(stream);
        InMemorySubscription subscription = new InMemorySubscription(state, consumer, from, listener);
        state.add(subscription);
        subscription.openReady();
        return subscription;
    }

    public AwsIdentity identity() {
        return identity;
    }

    public Time time() {
        return commons.time();
    }

    /** Issues and reads shard iterators. */
    public IteratorTokens iterators() {
        return iterators;
    }
}
