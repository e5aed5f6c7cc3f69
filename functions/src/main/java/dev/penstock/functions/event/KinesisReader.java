package dev.penstock.functions.event;

import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;

/** One shard of a Kinesis stream. */
final class KinesisReader implements SourceReader {
    private final ShardReader shard;
    private final KinesisOrigin origin;

    KinesisReader(ShardReader shard, KinesisOrigin origin) {
        this.shard = shard;
        this.origin = origin;
    }

    @Override
    public String shardId() {
        return shard.shardId();
    }

    @Override
    public List<SourceRecord> poll(int maxRecords, long maxBytes) {
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
