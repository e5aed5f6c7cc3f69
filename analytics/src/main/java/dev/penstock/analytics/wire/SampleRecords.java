package dev.penstock.analytics.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** Waits for the first records of a stream and takes a few. */
final class SampleRecords {
    /** Shorter than the time after which clients give up. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String CONSUMER = "analytics-schema-discovery";
    private static final int MOST = 100;
    private static final long MOST_BYTES = 256 * 1024;

    private final CompletableFuture<List<StreamRecord>> found = new CompletableFuture<>();
    private final List<ShardReader> shards = new CopyOnWriteArrayList<>();
    private final Executor thread;

    private SampleRecords(Executor thread) {
        this.thread = thread;
    }

    /**
     * Reads without blocking.
     *
     * @param thread does the reading
     * @return at least one; fails with UnableToDetectSchemaException when none comes in time
     */
    static CompletionStage<List<StreamRecord>> of(
            Streams streams, String stream, StartingPosition from, Time time, Executor thread) {
        SampleRecords sample = new SampleRecords(thread);
        streams.describe(stream);
        StreamSubscription subscription = streams.subscribe(stream, CONSUMER, from, sample::opened);
        Time.Timer timer = time.schedule(LIMIT, () -> sample.found.completeExceptionally(noRecords(stream)));
        return sample.found.whenComplete((records, failure) -> {
            timer.cancel();
            subscription.close();
        });
    }

    private static AwsException noRecords(String stream) {
        return new AwsException(
                "UnableToDetectSchemaException",
                400,
                "No records came from stream %s within %d seconds; put some, or name TRIM_HORIZON as the starting position."
                        .formatted(stream, LIMIT.toSeconds()));
    }

    private void opened(ShardReader shard) {
        shards.add(shard);
        shard.onAvailable(() -> thread.execute(this::read));
    }

    private void read() {
        if (found.isDone()) {
            return;
        }
        List<StreamRecord> records = new ArrayList<>();
        for (ShardReader shard : shards) {
            records.addAll(shard.poll(MOST, MOST_BYTES));
        }
        if (!records.isEmpty()) {
            found.complete(records);
        }
    }
}
