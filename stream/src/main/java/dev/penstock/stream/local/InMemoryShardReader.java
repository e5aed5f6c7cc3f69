package dev.penstock.stream.local;

import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamRecord;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one shard for one consumer. Positions only grow; one worker at a time uses it. */
final class InMemoryShardReader implements ShardReader {
    private static final Logger log = LoggerFactory.getLogger(InMemoryShardReader.class);

    private final Runnable available = this::signal;
    private final InMemorySubscription subscription;
    private final StreamState stream;
    private final Shard shard;
    private volatile long position;
    private volatile long consumed;
    private volatile @Nullable Runnable signal;

    InMemoryShardReader(InMemorySubscription subscription, StreamState stream, Shard shard, long start) {
        this.subscription = subscription;
        this.stream = stream;
        this.shard = shard;
        this.position = start;
        this.consumed = start;
    }

    @Override
    public String shardId() {
        return shard.id();
    }

    @Override
    public List<String> parentShardIds() {
        return shard.parents().stream().map(Shard::id).toList();
    }

    @Override
    public List<StreamRecord> poll(int maxRecords, long maxBytes) {
        if (maxRecords < 1) {
            throw new IllegalArgumentException("maxRecords must be 1 or more, was " + maxRecords);
        }
        long before = position;
        ShardSlice slice = stream.read(shard, before, maxRecords, maxBytes);
        position = slice.next();
        if (slice.start() > before && !stream.isDeleted()) {
            tellLost(before, slice.start());
        }
        return slice.records();
    }

    private void tellLost(long before, long start) {
        // Between two runs of the journal indexes are left out: how many records there were is not known.
        String lost = Journal.isSameRun(before, start) ? String.valueOf(start - before) : "the last of earlier starts'";
        log.warn(
                "consumer {} was too slow: {} records of {} {} left after {} before it read them",
                subscription.consumer(),
                lost,
                stream.name(),
                shard.id(),
                stream.retention());
    }

    @Override
    public boolean atEnd() {
        return shard.isClosed() && position >= shard.tip();
    }

    @Override
    public void onAvailable(Runnable newSignal) {
        signal = newSignal;
        shard.removeReader(available);
        shard.addReader(available);
        newSignal.run();
    }

    @Override
    public void checkpoint(SequenceNumber last) {
        OptionalLong after = shard.positionAfter(last);
        if (after.isEmpty() || shard.isAhead(last) || after.getAsLong() > position) {
            throw new IllegalArgumentException("consumer %s cannot checkpoint %s: it has not read that from %s %s"
                    .formatted(subscription.consumer(), last, stream.name(), shard.id()));
        }
        if (after.getAsLong() > consumed) {
            consumed = after.getAsLong();
            subscription.moved();
            stream.roomAppeared();
        }
        if (shard.isClosed() && consumed >= shard.tip()) {
            subscription.finished(shard);
        }
    }

    @Override
    public void finish() {
        if (!atEnd()) {
            throw new IllegalStateException("consumer %s cannot finish %s %s: it is not at its end"
                    .formatted(subscription.consumer(), stream.name(), shard.id()));
        }
        consumed = position;
        stream.roomAppeared();
        subscription.finished(shard);
    }

    @Override
    public long millisBehindLatest() {
        return shard.millisBehindLatest(position);
    }

    /** Every record before this position is dealt with. */
    long consumedBefore() {
        return consumed;
    }

    void close() {
        shard.removeReader(available);
        signal = null;
    }

    private void signal() {
        Runnable told = signal;
        if (told != null) {
            told.run();
        }
    }
}
