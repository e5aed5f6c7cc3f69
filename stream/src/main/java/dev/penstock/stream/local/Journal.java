package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what happens to streams across restarts. What is handed over here is written in that order by a thread of the
 * journal; no call waits for the disk. Whoever acknowledges a change takes a {@link #mark} before it, makes it, and
 * waits for {@link #kept}.
 */
public interface Journal extends AutoCloseable {
    /** Nothing is kept. */
    Journal OFF = new NoJournal();

    /** A run has room for so many bits of record indexes. */
    int RUN_SHIFT = 40;

    /** Whether anything is kept; when not, all other calls have no effect. */
    boolean isOn();

    /**
     * Gives back what was kept, then begins to keep more. Called once, before anything else.
     *
     * @return how often this journal was opened before. Records that an earlier run gave to readers may be lost, so this
     *     run numbers its records from {@link #firstIndex} of its number
     * @throws dev.penstock.platform.lifecycle.StartException when the directory is in use, damaged or foreign
     */
    long open(Recovery into);

    /** The least record index of a run in shards that are older than it; far above those of the run before. */
    static long firstIndex(long run) {
        return run << RUN_SHIFT;
    }

    /** Whether two record indexes of a shard were given by the same run, so that none between them was left out. */
    static boolean isSameRun(long index, long other) {
        return index >>> RUN_SHIFT == other >>> RUN_SHIFT;
    }

    /** An identity for a new stream, never given before: names come again, this does not. */
    long newStreamId();

    /**
     * Takes room for a record that is about to be appended.
     *
     * @return false when too much waits to be written: the put must wait or be refused
     * @throws AwsException InternalFailure when the disk takes nothing at the moment
     */
    boolean tryReserve(long bytes);

    /** Gives back room for a record that was not appended after all. */
    void release(long bytes);

    /**
     * Something changed. Records are handed over in the order of their shard with room reserved; what changes about a
     * stream before a record reaches what has changed.
     */
    void keep(Change change);

    /**
     * A consumer has moved on. Its positions are asked for within 100 ms and when the journal ends, and written once
     * however often it moved. Nobody waits for them: after a crash the consumer reads a little again.
     */
    void moved(Moving consumer);

    /**
     * Where to begin to look for failures.
     *
     * @throws AwsException InternalFailure when the disk takes nothing at the moment
     */
    long mark();

    /**
     * Completes when everything that was handed over until now is as safe as was asked for.
     *
     * @param mark from {@link #mark}, taken before the change
     * @return fails with InternalFailure when something since the mark could not be written
     */
    CompletionStage<Void> kept(long mark);

    /** Called when room appears after a reservation was refused; set once, before {@link #open}. */
    void onRoom(Runnable listener);

    /** Writes what was handed over and ends. */
    @Override
    void close();

    /** What is kept. */
    sealed interface Change {}

    /**
     * A stream was created, or something about it changed.
     *
     * @param retentionMillis how long its records stay
     * @param image all that is to be known about the stream without its records; only {@code stream.local} reads it
     */
    record KeptStream(long id, long retentionMillis, String name, Bytes image) implements Change {}

    /** A stream is gone, with its records. */
    record RemovedStream(long id) implements Change {}

    /** Records of a shard below an index left before their time. */
    record TrimmedShard(long streamId, int shard, long firstKept) implements Change {}

    /**
     * A record on its way to the disk, or back.
     *
     * @param key the partition key as UTF-8
     * @param reserved the room it holds until it is written
     */
    record KeptRecord(long streamId, int shard, long index, long arrivalMillis, Bytes key, Bytes data, long reserved)
            implements Change {}

    /**
     * Where a consumer is in the shards of a stream. Replaces what was kept of it before; goes with the stream.
     *
     * @param consumer a name that it has again after a restart
     * @param shards those it has begun, or begins elsewhere than at their first record
     */
    record KeptPositions(long streamId, String consumer, List<Position> shards) implements Change {
        public KeptPositions {
            shards = List.copyOf(shards);
        }
    }

    /**
     * A consumer's place in one shard.
     *
     * @param next index of the first record that it has not dealt with
     * @param finished it has seen the end of the shard
     */
    record Position(int shard, long next, boolean finished) {}

    /** A consumer in this process that moves through a stream. */
    interface Moving {

        /** Where it is now; called on the journal's thread. */
        KeptPositions positions();
    }

    /**
     * Takes what was kept: first all streams, then where their consumers were, then all records that are still to be
     * had, in the order of each shard.
     */
    interface Recovery {

        void stream(KeptStream stream);

        void positions(KeptPositions positions);

        void record(KeptRecord record);
    }
}
