package dev.penstock.stream;

import java.util.List;

/** One consumer's view of one shard, in order. Used by one worker thread at a time. */
public interface ShardReader {

    /** For example {@code shardId-000000000000}. */
    String shardId();

    /** The shards that were split or merged into this one; none when there are none, or when they are not known. */
    default List<String> parentShardIds() {
        return List.of();
    }

    /**
     * The next records, oldest first; the reader's position moves past them.
     *
     * @param maxRecords 1 or more
     * @param maxBytes stop before a record that would pass this many bytes of data, but return at least one record
     * @return empty when there is nothing new at the moment; never blocks
     */
    List<StreamRecord> poll(int maxRecords, long maxBytes);

    /**
     * Whether another process reads the shard now, or the subscription was closed: nothing more comes, and no checkpoint is
     * taken. What was polled and not checkpointed is read again by whoever reads the shard.
     */
    default boolean isGone() {
        return false;
    }

    /** Whether the shard is closed and every record of it was polled. */
    boolean atEnd();

    /**
     * Calls {@code signal} whenever there may be something new to poll, once at first. It is called by whoever appends
     * and must not block: {@code WorkSignal::wake} is made for it.
     */
    void onAvailable(Runnable signal);

    /**
     * Everything up to and including this record is dealt with and will not be read again by this consumer. When the
     * shard is at its end and its last record is checkpointed, its children open.
     */
    void checkpoint(SequenceNumber last);

    /** The shard is at its end and dealt with, also when it held no record: its children may open. */
    void finish();

    /** Milliseconds between now and the arrival of the next unread record; 0 when all is read. */
    long millisBehindLatest();
}
