package dev.penstock.analytics.run;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.PutEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of an in-application stream to a Kinesis or delivery stream, in order. A row is sent at once when nothing
 * is under way; what comes while the stream takes its time goes together in the next request. While the stream has no
 * room, or fails, the application's thread waits here and reads nothing; a failed put is tried again for ever, as the
 * service does.
 */
final class OutputWriter implements RowOutput {
    /** Of PutRecords; with keys it takes 5 MiB. */
    private static final int MAX_ROWS = 500;

    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final String what;
    private final RowFormat.RowWriter rows;
    private final RecordTarget target;
    private final Retries retries;
    private final Parking parking;
    private final Counters counters;
    private final SpreadKeys keys = new SpreadKeys();
    private List<PutEntry> waiting = new ArrayList<>();
    private int waitingBytes;
    private List<PutEntry> sent = List.of();
    private @Nullable CompletionStage<List<PutEntry>> underWay;

    OutputWriter(
            ApplicationSpec.Output output,
            StreamSchema schema,
            RecordTarget target,
            Retries retries,
            Parking parking,
            Counters counters) {
        what = "output %s to stream %s".formatted(output.inApplicationStream(), output.stream());
        this.rows = RowFormat.valueOf(output.format()).writer(schema);
        this.target = target;
        this.retries = retries;
        this.parking = parking;
        this.counters = counters;
    }

    @Override
    public void write(@Nullable Object[] row) {
        Bytes data = rows.write(row);
        PutEntry record = new PutEntry(keys.next(), data);
        if (underWay == null) {
            sendAlone(record);
            return;
        }
        if (waiting.size() == MAX_ROWS || waitingBytes + data.length() > MAX_BYTES) {
            flush();
        }
        waiting.add(record);
        waitingBytes += data.length();
        CompletionStage<List<PutEntry>> earlier = underWay;
        if (earlier == null || earlier.toCompletableFuture().isDone()) {
            settle();
            sendWaiting();
        }
    }

    @Override
    public void flush() {
        settle();
        while (!waiting.isEmpty()) {
            sendWaiting();
            settle();
        }
    }

    /** The usual case of a stream in this JVM costs no more than the put: it has the record when it returns. */
    private void sendAlone(PutEntry record) {
        CompletionStage<?> stage = stageOf(() -> target.put(record));
        CompletableFuture<?> future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            counters.rowOut();
            return;
        }
        start(List.of(record), () -> stage.thenApply(taken -> List.of()));
    }

    private void sendWaiting() {
        List<PutEntry> batch = waiting;
        waiting = new ArrayList<>();
        waitingBytes = 0;
        start(batch, () -> target.putAll(batch));
    }

    /** What is taken at once, as by a stream in this JVM, leaves nothing under way. */
    private void start(List<PutEntry> batch, Attempt<List<PutEntry>> attempt) {
        sent = batch;
        CompletionStage<List<PutEntry>> stage = stageOf(attempt);
        underWay = stage;
        if (stage.toCompletableFuture().isDone()) {
            settle();
        }
    }

    private static <T> CompletionStage<T> stageOf(Attempt<T> attempt) {
        try {
            return attempt.stage();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Returns when what is under way has been taken. */
    private void settle() {
        while (underWay != null || !sent.isEmpty()) {
            List<PutEntry> batch = sent;
            List<PutEntry> refused = retries.call(what, () -> attempt(batch));
            for (int taken = refused.size(); taken < batch.size(); taken++) {
                counters.rowOut();
            }
            sent = refused;
            if (!refused.isEmpty()) {
                parking.sleep(AGAIN, "%s: %d rows are put again".formatted(what, refused.size()));
            }
        }
    }

    private CompletionStage<List<PutEntry>> attempt(List<PutEntry> batch) {
        CompletionStage<List<PutEntry>> first = underWay;
        underWay = null;
        return first == null ? target.putAll(batch) : first;
    }

    @FunctionalInterface
    private interface Attempt<T> {
        CompletionStage<T> stage();
    }
}
