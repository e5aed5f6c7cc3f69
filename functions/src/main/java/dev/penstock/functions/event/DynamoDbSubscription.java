package dev.penstock.functions.event;

import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of a table's stream: looks for new shards and opens each when its parent is dealt with. Guarded by
 * {@code lock}; listener and requests are called without it.
 */
final class DynamoDbSubscription implements EventSource.Subscription {
    private static final Logger log = LoggerFactory.getLogger(DynamoDbSubscription.class);

    /** How often new shards are looked for when no shard ends. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final Object lock = new Object();
    private final TableShards shards = new TableShards();
    private final List<DynamoDbShardReader> readers = new ArrayList<>();
    private final StreamCalls calls;
    private final Time time;
    private final DynamoDbRecord.Origin origin;
    private final String consumer;
    private final Consumer<SourceReader> opened;
    private Time.@Nullable Timer timer;
    private boolean closed;

    DynamoDbSubscription(
            StreamCalls calls,
            Time time,
            DynamoDbRecord.Origin origin,
            String consumer,
            Consumer<SourceReader> opened) {
        this.calls = calls;
        this.time = time;
        this.origin = origin;
        this.consumer = consumer;
        this.opened = opened;
    }

    /** Reads everything that is there, and what comes. */
    void begin(List<TableShard> found) {
        open(found);
        refreshLater();
    }

    /** Reads only what comes from now on: done when the position in each shard is taken. */
    CompletionStage<Void> beginAtTip(List<TableShard> found) {
        List<CompletableFuture<Void>> tips = new ArrayList<>();
        List<DynamoDbShardReader> made = new ArrayList<>();
        synchronized (lock) {
            shards.passOverClosed(found);
            shards.update(found);
            for (TableShard shard : shards.ready()) {
                DynamoDbShardReader reader = add(shard);
                made.add(reader);
                tips.add(calls.iterator(shard.id(), "LATEST", null)
                        .thenAccept(reader::startAt)
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(tips.toArray(new CompletableFuture<?>[0]))
                .thenRun(() -> {
                    made.forEach(this::begin);
                    refreshLater();
                });
    }

    private void open(List<TableShard> found) {
        List<DynamoDbShardReader> made = new ArrayList<>();
        synchronized (lock) {
            shards.update(found);
            if (!closed) {
                shards.ready().forEach(shard -> made.add(add(shard)));
            }
        }
        made.forEach(this::begin);
    }

    private DynamoDbShardReader add(TableShard shard) {
        DynamoDbShardReader reader = new DynamoDbShardReader(calls, time, origin, shard.id(), this::finished);
        readers.add(reader);
        return reader;
    }

    private void begin(DynamoDbShardReader reader) {
        opened.accept(reader);
        reader.fetch();
    }

    /** Its children may be read, and they may be new. */
    private void finished(DynamoDbShardReader reader) {
        synchronized (lock) {
            shards.finished(reader.shardId());
            readers.remove(reader);
        }
        refresh();
    }

    private void refreshLater() {
        synchronized (lock) {
            if (timer != null) {
                timer.cancel();
            }
            timer = closed ? null : time.schedule(REFRESH, this::refresh);
        }
    }

    private void refresh() {
        calls.shards().whenComplete((found, failure) -> {
            if (failure == null) {
                open(found);
            } else {
                log.debug(
                        "{}: shards of {} cannot be listed; asked again: {}",
                        consumer,
                        origin.arn(),
                        failure.toString());
            }
            refreshLater();
        });
    }

    @Override
    public void close() {
        List<DynamoDbShardReader> open;
        synchronized (lock) {
            closed = true;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            open = List.copyOf(readers);
            readers.clear();
        }
        open.forEach(DynamoDbShardReader::close);
    }
}
