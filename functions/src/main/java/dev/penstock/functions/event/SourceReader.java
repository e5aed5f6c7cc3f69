package dev.penstock.functions.event;

import java.util.List;

/** One consumer's view of one shard, in order. Used by one thread at a time; no method blocks. */
public interface SourceReader {

    /** For example {@code shardId-000000000000}. */
    String shardId();

    /**
     * The next records, oldest first; the position moves past them.
     *
     * @param maxBytes stop before a record that would pass this many bytes of data, but give at least one
     * @return empty when there is nothing new at the moment
     */
    List<SourceRecord> poll(int maxRecords, long maxBytes);

    /** Whether somebody else reads the shard now: nothing more comes, and no checkpoint is taken. */
    default boolean isGone() {
        return false;
    }

    /** Whether the shard is closed and every record of it was polled. */
    boolean atEnd();

    /** Calls {@code signal} whenever there may be something new, once at first; the signal must not block. */
    void onAvailable(Runnable signal);

    /** Everything up to and including this record is dealt with. */
    void checkpoint(SourceRecord last);

    /** The shard is at its end and dealt with, also when it held no record: its children may open. */
    void finish();

    /** Milliseconds between now and the arrival of the next unread record; 0 when all is read. */
    long millisBehindLatest();
}
