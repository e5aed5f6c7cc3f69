package dev.penstock.stream.limit;

import dev.penstock.platform.time.Time;

/**
 * What one shard lets through in a second. Guarded by {@code lock}.
 *
 * <p>Source: Kinesis developer guide, Quotas and limits; GetRecords, API Reference.
 */
public final class Throughput {
    private static final long MIB = 1024L * 1024;
    private static final long WRITE_RECORDS = 1_000;
    private static final long WRITE_BYTES = MIB;
    private static final long READ_CALLS = 5;
    private static final long READ_BYTES = 2 * MIB;
    private static final long ITERATORS = 5;

    private final Object lock = new Object();
    private final RateBucket writtenRecords = new RateBucket(WRITE_RECORDS);
    private final RateBucket writtenBytes = new RateBucket(WRITE_BYTES);
    private final RateBucket reads = new RateBucket(READ_CALLS);
    private final RateBucket readBytes = new RateBucket(READ_BYTES);
    private final RateBucket iterators = new RateBucket(ITERATORS);
    private final Time time;

    public Throughput(Time time) {
        this.time = time;
    }

    /** The 2 MiB a second that one consumer with enhanced fan-out gets from one shard. */
    public static RateBucket ofConsumer() {
        return new RateBucket(READ_BYTES);
    }

    /**
     * One record; what is refused counts for nothing.
     *
     * @param bytes of data and partition key
     */
    boolean tryWrite(long bytes) {
        long now = time.millis();
        synchronized (lock) {
            boolean room = writtenRecords.hasRoom(1, now) && writtenBytes.hasRoom(bytes, now);
            if (room) {
                writtenRecords.take(1, now);
                writtenBytes.take(bytes, now);
            }
            return room;
        }
    }

    /** One GetRecords; {@link #wasRead} tells how much it was. */
    boolean tryRead() {
        long now = time.millis();
        synchronized (lock) {
            return readBytes.isOpen(now) && reads.tryTake(1, now);
        }
    }

    /** After 10 MiB nothing is read for five seconds. */
    void wasRead(long bytes) {
        synchronized (lock) {
            readBytes.take(bytes, time.millis());
        }
    }

    /** Whether a new one would be the same. */
    boolean isAtRest() {
        long now = time.millis();
        synchronized (lock) {
            return writtenRecords.isFull(now)
                    && writtenBytes.isFull(now)
                    && reads.isFull(now)
                    && readBytes.isFull(now)
                    && iterators.isFull(now);
        }
    }

    /** One GetShardIterator. */
    boolean tryIterator() {
        synchronized (lock) {
            return iterators.tryTake(1, time.millis());
        }
    }
}
