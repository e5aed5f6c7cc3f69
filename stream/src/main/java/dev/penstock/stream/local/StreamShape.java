package dev.penstock.stream.local;

import dev.penstock.stream.StreamSpec;

/**
 * All that a stream is created with.
 *
 * @param onDemand shown to clients only; a local shard has no throughput limit
 * @param maxRecordBytes most bytes of data and partition key together
 */
public record StreamShape(StreamSpec spec, boolean onDemand, long maxRecordBytes) {
    /** 1 MiB. */
    public static final long DEFAULT_MAX_RECORD_BYTES = 1024L * 1024;

    /** A provisioned stream with the default record size. */
    static StreamShape of(StreamSpec spec) {
        return new StreamShape(spec, false, DEFAULT_MAX_RECORD_BYTES);
    }
}
