package dev.penstock.stream;

/**
 * How much memory streams may take. What counts per record is data, partition key and a fixed allowance for the objects
 * around them.
 *
 * @param maxBytesPerStream most bytes one stream holds; when full, puts wait (see {@link Streams#put})
 * @param maxBytesTotal most bytes all streams of the pipeline hold together
 */
public record StreamSettings(long maxBytesPerStream, long maxBytesTotal) {
    private static final long MIB = 1024L * 1024;
    private static final long STREAM_MIB = 256;
    private static final long TOTAL_MIB = 1024;

    public StreamSettings {
        if (maxBytesPerStream < 1 || maxBytesTotal < 1) {
            throw new IllegalArgumentException("byte budgets must be 1 or more, were %d per stream and %d in total"
                    .formatted(maxBytesPerStream, maxBytesTotal));
        }
    }

    /** 256 MiB per stream but at most a quarter of the heap; 1 GiB in total but at most half of the heap. */
    public static StreamSettings defaults() {
        long heap = Runtime.getRuntime().maxMemory();
        return new StreamSettings(Math.min(STREAM_MIB * MIB, heap / 4), Math.min(TOTAL_MIB * MIB, heap / 2));
    }
}
