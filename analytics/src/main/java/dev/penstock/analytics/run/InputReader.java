package dev.penstock.analytics.run;

import dev.penstock.analytics.run.StoppedPoint.Done;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads the shards of the input in turn, a bounded batch of each: the log of the stream is the application's mailbox, so
 * nothing is queued twice.
 *
 * <p>A batch is checkpointed when its rows have passed all pumps and every output row they led to was accepted. What open
 * windows hold is not kept over a stop; AWS reads it again from its own checkpoint of the oldest row still needed.
 */
final class InputReader {
    private static final int BATCH_RECORDS = 500;
    private static final long BATCH_BYTES = 1024 * 1024;

    private final Queue<ShardReader> opened = new ConcurrentLinkedQueue<>();
    private final List<ShardReader> shards = new ArrayList<>();
    private final ShardDeal deal;
    private final InputRecords records;
    private final Outputs outputs;
    private final StartingPosition from;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, Done> done;

    /** @param streams how many in-application streams the input has */
    InputReader(int streams, InputRecords records, Outputs outputs, StoppedPoint from) {
        this.deal = new ShardDeal(streams);
        this.records = records;
        this.outputs = outputs;
        this.from = from.from();
        this.done = new ConcurrentHashMap<>(from.done());
    }

    /** Adds a shard; may be called by any thread. There is one entry for each open shard of the stream. */
    void opened(ShardReader shard) {
        seen.add(shard.shardId());
        opened.add(shard);
    }

    /** Reads one batch of each shard; false when there was nothing new. */
    boolean readAll() {
        for (ShardReader shard = opened.poll(); shard != null; shard = opened.poll()) {
            add(shard);
        }
        boolean hadRecords = false;
        for (ShardReader shard : List.copyOf(shards)) {
            hadRecords |= read(shard);
        }
        return hadRecords;
    }

    private void add(ShardReader shard) {
        // One that another process had meanwhile comes back with a new reader.
        shards.stream()
                .filter(former -> former.shardId().equals(shard.shardId()))
                .findFirst()
                .ifPresent(this::remove);
        shards.add(shard);
        deal.open(shard.shardId(), shard.parentShardIds());
    }

    private void remove(ShardReader shard) {
        shards.remove(shard);
        deal.close(shard.shardId());
    }

    /** Age of the oldest unread record in milliseconds; 0 when all is read. */
    long millisBehind() {
        long behind = 0;
        for (ShardReader shard : shards) {
            behind = Math.max(behind, shard.millisBehindLatest());
        }
        return behind;
    }

    /** The shards that are read into each stream of the input. */
    List<List<String>> shards() {
        return deal.shards();
    }

    private boolean read(ShardReader shard) {
        List<StreamRecord> batch = shard.poll(BATCH_RECORDS, BATCH_BYTES);
        if (!batch.isEmpty()) {
            records.read(deal.streamOf(shard.shardId()), shard.shardId(), unread(shard.shardId(), batch));
            outputs.flush();
            StreamRecord last = batch.get(batch.size() - 1);
            shard.checkpoint(last.sequenceNumber());
            done.put(shard.shardId(), new Done(last.sequenceNumber(), last.arrivalMillis()));
        }
        if (shard.atEnd()) {
            shard.finish();
            remove(shard);
        } else if (shard.isGone()) {
            remove(shard);
        }
        return !batch.isEmpty();
    }

    /** Without those that an earlier run has dealt with. */
    private List<StreamRecord> unread(String shard, List<StreamRecord> batch) {
        Done before = done.get(shard);
        if (before == null || batch.get(0).sequenceNumber().compareTo(before.sequenceNumber()) > 0) {
            return batch;
        }
        return batch.stream()
                .filter(record -> record.sequenceNumber().compareTo(before.sequenceNumber()) > 0)
                .toList();
    }

    /** How far all came; the place to begin is the earliest of the shards', or where this run began when one has none. */
    StoppedPoint stoppedPoint() {
        boolean isKnown = !seen.isEmpty() && done.keySet().containsAll(seen);
        if (!isKnown) {
            return new StoppedPoint(from, done);
        }
        long earliest = seen.stream()
                .mapToLong(shard -> Objects.requireNonNull(done.get(shard)).arrivalMillis())
                .min()
                .orElseThrow();
        return new StoppedPoint(new StartingPosition.AtTimestamp(Instant.ofEpochMilli(earliest)), done);
    }
}
