package dev.penstock.stream.local;

import dev.penstock.stream.StreamSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a stream is created with.
 *
 * @param onDemand shown to clients only; a local shard has no throughput limit
 * @param maxRecordBytes most bytes of data and partition key together
 * @param warmMibPerSecond see {@link StreamAttributes#warmMibPerSecond}
 * @param tags its first tags, not more than a stream may have
 */
public record StreamShape(
        StreamSpec spec,
        boolean onDemand,
        long maxRecordBytes,
        @Nullable Integer warmMibPerSecond,
        Map<String, String> tags) {
    /** 1 MiB. */
    public static final long DEFAULT_MAX_RECORD_BYTES = 1024L * 1024;

    public StreamShape {
        tags = Map.copyOf(tags);
    }

    /** A provisioned stream with the default record size. */
    static StreamShape of(StreamSpec spec) {
        return new StreamShape(spec, false, DEFAULT_MAX_RECORD_BYTES, null, Map.of());
    }
}
