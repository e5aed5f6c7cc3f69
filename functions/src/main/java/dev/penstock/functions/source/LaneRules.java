package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMappingSpec;
import java.util.function.LongSupplier;

/**
 * What a lane goes by.
 *
 * @param spec of the mapping
 * @param backoff when a batch is tried again
 * @param shardId that it reads
 * @param sourceArn {@code eventSourceARN} of time window events
 * @param graceMillis so long after its end a tumbling window without new records is closed
 * @param retentionMillis how long a record stays in the stream; asked for seldom
 */
record LaneRules(
        EventSourceMappingSpec spec,
        Backoff backoff,
        String shardId,
        String sourceArn,
        long graceMillis,
        LongSupplier retentionMillis) {
    private static final long MILLIS = 1000;

    /** The shortest retention of any stream. */
    static final long LEAST_RETENTION_MILLIS = 24 * 60 * 60 * MILLIS;

    /** Whether a batch is given up after so many failed attempts. */
    boolean isExhausted(int failures) {
        return spec.maxRetries() >= 0 && failures > spec.maxRetries();
    }

    long windowMillis() {
        return spec.tumblingWindow().toMillis();
    }

    boolean hasWindows() {
        return !spec.tumblingWindow().isZero();
    }

    /**
     * Records that are older are given up.
     *
     * @param tried whether the batch was tried already: without a maximum age a record ends when it leaves the stream,
     *     which only one that waits for long can see
     */
    long maxAgeMillis(boolean tried, long ageMillis) {
        if (spec.maxAgeSeconds() >= 0) {
            return spec.maxAgeSeconds() * MILLIS;
        }
        return tried && ageMillis > LEAST_RETENTION_MILLIS ? retentionMillis.getAsLong() : Long.MAX_VALUE;
    }
}
