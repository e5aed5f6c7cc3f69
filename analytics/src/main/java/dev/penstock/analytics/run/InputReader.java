package dev.penstock.analytics.run;

import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shards of the input in turn, a bounded batch of each: the log of the stream is the application's mailbox, so
 * nothing is queued twice. ROWTIME is the clock when a record is read, and never goes back.
 *
 * <p>A batch is checkpointed when its rows have passed all pumps and every output row they led to was accepted. What open
 * windows hold is not kept over a stop; AWS reads it again from its own checkpoint of the oldest row still needed.
 */
final class InputReader {
    private static final int BATCH_RECORDS = 500;
    private static final long BATCH_BYTES = 1024 * 1024;

    private final Queue<ShardReader> opened = new ConcurrentLinkedQueue<>();
    private final List<ShardReader> shards = new ArrayList<>();
    private final RecordMapping mapping;
    private final Pipeline pipeline;
    private final Time time;
    private long rowTime = Long.MIN_VALUE;

    InputReader(RecordMapping mapping, Pipeline pipeline, Time time) {
        this.mapping = mapping;
        this.pipeline = pipeline;
        this.time = time;
    }

    /** Adds a shard; may be called by any thread. There is one entry for each open shard of the stream. */
    void opened(ShardReader shard) {
        opened.add(shard);
    }

    /** Reads one batch of each shard; false when there was nothing new. */
    boolean readAll() {
        for (ShardReader shard = opened.poll(); shard != null; shard = opened.poll()) {
            shards.add(shard);
        }
        boolean hadRecords = false;
        for (ShardReader shard : List.copyOf(shards)) {
            hadRecords |= read(shard);
        }
        return hadRecords;
    }

    private boolean read(ShardReader shard) {
        List<StreamRecord> batch = shard.poll(BATCH_RECORDS, BATCH_BYTES);
        for (StreamRecord record : batch) {
            rowTime = Math.max(rowTime, time.millis());
            mapping.read(record.data(), new Rows(shard.shardId(), record));
        }
        if (!batch.isEmpty()) {
            shard.checkpoint(batch.get(batch.size() - 1).sequenceNumber());
        }
        if (shard.atEnd()) {
            shard.finish();
            shards.remove(shard);
        }
        return !batch.isEmpty();
    }

    /** Completes the rows of one record with what the service knows of it. */
    private final class Rows implements RecordMapping.Rows {
        private final String shardId;
        private final StreamRecord record;

        Rows(String shardId, StreamRecord record) {
            this.shardId = shardId;
            this.record = record;
        }

        @Override
        public void row(@Nullable Object[] values) {
            int service = values.length - RecordMapping.SERVICE_COLUMNS.size();
            values[0] = rowTime;
            values[service] = record.approximateArrival().toEpochMilli();
            values[service + 1] = record.partitionKey();
            values[service + 2] = record.sequenceNumber().toString();
            values[service + 3] = shardId;
            pipeline.row(rowTime, values);
        }

        @Override
        public void failed(RowFailure failure) {
            pipeline.failed(rowTime, record.data(), failure);
        }
    }
}
