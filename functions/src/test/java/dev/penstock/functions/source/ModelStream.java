package dev.penstock.functions.source;

import dev.penstock.functions.event.EventSource;
import dev.penstock.functions.event.SourceReader;
import dev.penstock.functions.event.SourceRecord;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StartingPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream that can be split and merged, and that tells what a consumer does with its positions. */
final class ModelStream implements EventSource {
    static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/model";

    private final List<ModelShard> shards = new ArrayList<>();
    private final Time time;
    private final BiConsumer<String, Long> checkpoints;
    private @Nullable Consumer<SourceReader> listener;
    private long nextNumber = 1;

    /** @param checkpoints told of shard and sequence number */
    ModelStream(Time time, BiConsumer<String, Long> checkpoints) {
        this.time = time;
        this.checkpoints = checkpoints;
        shards.add(new ModelShard("shard-0", List.of()));
    }

    /** Appends to the open shard of the key. */
    synchronized ModelRecord put(String key, boolean wanted) {
        List<ModelShard> open = open();
        ModelShard shard = open.get(Math.floorMod(key.hashCode(), open.size()));
        ModelRecord record = new ModelRecord(nextNumber++, shard.id, key, time.millis(), wanted);
        shard.records.add(record);
        shard.signal();
        return record;
    }

    /** Closes all open shards and opens others below each: all keys may move. */
    void reshard(int count) {
        List<ModelShard> parents = open();
        synchronized (this) {
            for (int i = 0; i < count; i++) {
                shards.add(new ModelShard("shard-" + shards.size(), parents));
            }
            parents.forEach(parent -> parent.closed = true);
        }
        parents.forEach(ModelShard::signal);
    }

    /** Another process reads the open shards from now on. */
    void loseOpenShards() {
        List<ModelShard> lost = open();
        synchronized (this) {
            lost.forEach(shard -> shard.gone = true);
        }
        lost.forEach(ModelShard::signal);
    }

    synchronized List<ModelShard> open() {
        return shards.stream().filter(shard -> !shard.closed).toList();
    }

    private void openReady() {
        List<ModelShard> ready;
        synchronized (this) {
            ready = shards.stream()
                    .filter(shard -> !shard.opened && shard.parents.stream().allMatch(parent -> parent.finished))
                    .toList();
            ready.forEach(shard -> shard.opened = true);
        }
        ready.forEach(shard -> Objects.requireNonNull(listener).accept(shard));
    }

    @Override
    public String arn() {
        return ARN;
    }

    @Override
    public String streamArn() {
        return ARN;
    }

    @Override
    public String service() {
        return "aws:kinesis";
    }

    @Override
    public Subscription subscribe(String consumer, StartingPosition from, Consumer<SourceReader> opened) {
        listener = opened;
        openReady();
        return () -> {};
    }

    /** One shard and its only reader. Guarded by the stream. */
    final class ModelShard implements SourceReader {
        private final String id;
        private final List<ModelShard> parents;
        private final List<ModelRecord> records = new ArrayList<>();
        private volatile @Nullable Runnable signal;
        private boolean closed;
        private boolean opened;
        private boolean finished;
        private boolean gone;
        private int position;

        private ModelShard(String id, List<ModelShard> parents) {
            this.id = id;
            this.parents = List.copyOf(parents);
        }

        private void signal() {
            Runnable told = signal;
            if (told != null) {
                told.run();
            }
        }

        @Override
        public String shardId() {
            return id;
        }

        @Override
        public List<SourceRecord> poll(int maxRecords, long maxBytes) {
            synchronized (ModelStream.this) {
                int end = Math.min(records.size(), position + maxRecords);
                List<SourceRecord> polled = List.copyOf(records.subList(position, end));
                position = end;
                return polled;
            }
        }

        @Override
        public boolean isGone() {
            synchronized (ModelStream.this) {
                return gone;
            }
        }

        @Override
        public boolean atEnd() {
            synchronized (ModelStream.this) {
                return closed && position == records.size();
            }
        }

        @Override
        public void onAvailable(Runnable newSignal) {
            signal = newSignal;
            newSignal.run();
        }

        @Override
        public void checkpoint(SourceRecord last) {
            checkpoints.accept(id, ((ModelRecord) last).number());
        }

        @Override
        public void finish() {
            synchronized (ModelStream.this) {
                finished = true;
            }
            openReady();
        }

        @Override
        public long millisBehindLatest() {
            return 0;
        }
    }
}
