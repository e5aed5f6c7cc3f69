package dev.penstock.functions.event;

import dev.penstock.stream.RegisteredConsumer;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One shard of a Kinesis stream. */
final class KinesisReader implements SourceReader {
    private final ShardReader shard;
    private final KinesisOrigin origin;
    private final @Nullable RegisteredConsumer consumer;

    /** @param consumer through which it reads, as long as that is registered; null when it reads the stream itself */
    KinesisReader(ShardReader shard, KinesisOrigin origin, @Nullable RegisteredConsumer consumer) {
        this.shard = shard;
        this.origin = origin;
        this.consumer = consumer;
    }

    @Override
    public String shardId() {
        return shard.shardId();
    }

    @Override
    public List<SourceRecord> poll(int maxRecords, long maxBytes) {
        if (consumer != null && !consumer.isRegistered()) {
            return List.of();
        }
        List<StreamRecord> polled = shard.poll(maxRecords, maxBytes);
        if (polled.isEmpty()) {
            return List.of();
        }
        List<SourceRecord> records = new ArrayList<>(polled.size());
        for (StreamRecord one : polled) {
            records.add(new KinesisRecord(one, shardId(), origin));
        }
        return records;
    }

    @Override
    public boolean isGone() {
        return shard.isGone();
    }

    @Override
    public boolean atEnd() {
        return shard.atEnd();
    }

    @Override
    public void onAvailable(Runnable signal) {
        shard.onAvailable(signal);
    }

    @Override
    public void checkpoint(SourceRecord last) {
        SequenceNumber number =
                last instanceof KinesisRecord record ? record.number() : SequenceNumber.parse(last.sequenceNumber());
        shard.checkpoint(number);
    }

    @Override
    public void finish() {
        shard.finish();
    }

    @Override
    public long millisBehindLatest() {
        return shard.millisBehindLatest();
    }
}
