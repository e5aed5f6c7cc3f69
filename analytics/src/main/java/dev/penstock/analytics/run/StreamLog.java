package dev.penstock.analytics.run;

import dev.penstock.analytics.type.StreamSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an in-application stream has seen since the application was created: how many rows, the newest of them, and its
 * watermark. Written by the application's thread, read by anyone; guarded by itself.
 */
public final class StreamLog {
    private static final int NEWEST = 100;

    private final StreamSchema schema;
    private final @Nullable Row[] ring = new Row[NEWEST];
    private long rows;
    private long watermark = Long.MIN_VALUE;

    public StreamLog(StreamSchema schema) {
        this.schema = schema;
    }

    public StreamSchema schema() {
        return schema;
    }

    synchronized void row(long rowTime, @Nullable Object[] values) {
        ring[(int) (rows++ % NEWEST)] = new Row(rowTime, values);
        watermark = rowTime;
    }

    synchronized void bound(long time) {
        watermark = Math.max(watermark, time);
    }

    /** Rows so far. */
    public synchronized long rows() {
        return rows;
    }

    /** No row before this time will come; {@code Long.MIN_VALUE} at first. */
    public synchronized long watermark() {
        return watermark;
    }

    /** The newest rows, oldest first. */
    public synchronized List<Row> newest() {
        List<Row> newest = new ArrayList<>();
        for (long i = Math.max(0, rows - NEWEST); i < rows; i++) {
            Row row = ring[(int) (i % NEWEST)];
            if (row != null) {
                newest.add(row);
            }
        }
        return newest;
    }

    /** A row, ROWTIME first. */
    public record Row(
            long rowTime,

            @SuppressWarnings("ArrayRecordComponent") @Nullable
            Object[] values) {} // never compared
}
