package dev.penstock.functions.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls one shard of a table's stream into a bounded buffer: one request at a time, on no thread of its own, at once while
 * there are records and room, else after a quarter of a second. Guarded by {@code lock}; requests and signals are made
 * without it.
 */
final class DynamoDbShardReader implements SourceReader {
    private static final Logger log = LoggerFactory.getLogger(DynamoDbShardReader.class);

    /** AWS polls four times a second. */
    static final Duration POLL = Duration.ofMillis(250);

    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 10;
    /** The next page (at most 1,000 records, 1 MB) is fetched when fewer than this are left. */
    private static final int REFILL_BELOW = 1_000;

    private final Object lock = new Object();
    private final Deque<DynamoDbRecord> buffer = new ArrayDeque<>();
    private final StreamCalls calls;
    private final Time time;
    private final DynamoDbRecord.Origin origin;
    private final String shardId;
    private final Consumer<DynamoDbShardReader> finished;
    private @Nullable String iterator;
    private @Nullable String lastFetched;
    private @Nullable String lastPolled;
    private @Nullable Runnable signal;
    private Time.@Nullable Timer timer;
    private long tipSeenMillis;
    private int failures;
    private boolean fetching;
    private boolean ended;
    private boolean done;
    private boolean closed;

    /** Reads from the oldest record on, unless {@link #startAt} says else. */
    DynamoDbShardReader(
            StreamCalls calls,
            Time time,
            DynamoDbRecord.Origin origin,
            String shardId,
            Consumer<DynamoDbShardReader> finished) {
        this.calls = calls;
        this.time = time;
        this.origin = origin;
        this.shardId = shardId;
        this.finished = finished;
    }

    /** Before the first fetch: begins at an iterator. */
    void startAt(String first) {
        synchronized (lock) {
            iterator = first;
        }
    }

    /** Asks for more, unless it is asked for already or there is no room. */
    void fetch() {
        String from;
        String after;
        synchronized (lock) {
            if (closed || fetching || ended || buffer.size() >= REFILL_BELOW) {
                return;
            }
            fetching = true;
            cancelTimer();
            from = iterator;
            after = lastFetched;
        }
        long begun = time.millis();
        page(from, after).thenAccept(page -> received(page, begun)).exceptionally(failure -> {
            failed(failure);
            return null;
        });
    }

    private CompletionStage<JsonNode> page(@Nullable String from, @Nullable String after) {
        try {
            if (from != null) {
                return calls.records(from);
            }
            String type = after == null ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER";
            return calls.iterator(shardId, type, after).thenCompose(calls::records);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void received(JsonNode page, long begun) {
        boolean empty = page.path("Records").isEmpty();
        synchronized (lock) {
            fetching = false;
            failures = 0;
            long now = time.millis();
            for (JsonNode record : page.path("Records")) {
                DynamoDbRecord made = DynamoDbRecord.of(record, origin, ArrivalEstimate.of(record, tipSeenMillis, now));
                buffer.add(made);
                lastFetched = made.sequenceNumber();
            }
            iterator = page.path("NextShardIterator").textValue();
            ended = iterator == null;
            if (empty) {
                tipSeenMillis = begun;
            }
        }
        if (!empty || ended()) {
            tell();
        }
        if (empty) {
            fetchLater(POLL);
        } else {
            fetch();
        }
    }

    private boolean ended() {
        synchronized (lock) {
            return ended;
        }
    }

    private void failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String code = cause instanceof AwsException refusal ? refusal.code() : "";
        int attempt;
        synchronized (lock) {
            fetching = false;
            attempt = ++failures;
            if (code.equals("ExpiredIteratorException")) {
                iterator = null;
            } else if (code.equals("TrimmedDataAccessException")) {
                iterator = null;
                lastFetched = null;
            }
        }
        tellFailure(code, cause, attempt);
        fetchLater(backoff(attempt));
    }

    private void tellFailure(String code, Throwable cause, int attempt) {
        if (code.equals("TrimmedDataAccessException")) {
            log.warn(
                    "{} of {}: records left the stream, 24 hours old, before they were read; reading goes on with the"
                            + " oldest that is there",
                    shardId,
                    origin.arn());
        } else if (attempt == 1 && !code.equals("ExpiredIteratorException")) {
            log.warn("{} of {} cannot be read; it is tried again: {}", shardId, origin.arn(), cause.toString());
        } else {
            log.debug("{} of {}: attempt {} failed: {}", shardId, origin.arn(), attempt, cause.toString());
        }
    }

    private static Duration backoff(int attempt) {
        Duration delay = POLL.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        return delay.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : delay;
    }

    private void fetchLater(Duration delay) {
        synchronized (lock) {
            cancelTimer();
            if (!closed && !ended) {
                timer = time.schedule(delay, this::fetch);
            }
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public String shardId() {
        return shardId;
    }

    @Override
    public List<SourceRecord> poll(int maxRecords, long maxBytes) {
        List<SourceRecord> polled = new ArrayList<>();
        boolean refill;
        synchronized (lock) {
            long bytes = 0;
            for (DynamoDbRecord next = buffer.peek();
                    next != null && polled.size() < maxRecords;
                    next = buffer.peek()) {
                bytes += next.dataBytes();
                if (bytes > maxBytes && !polled.isEmpty()) {
                    break;
                }
                polled.add(buffer.remove());
                lastPolled = next.sequenceNumber();
            }
            refill = !polled.isEmpty() && timer == null;
        }
        if (refill) {
            fetch();
        }
        return polled;
    }

    @Override
    public boolean atEnd() {
        synchronized (lock) {
            return ended && buffer.isEmpty() && !closed;
        }
    }

    @Override
    public void onAvailable(Runnable newSignal) {
        synchronized (lock) {
            signal = newSignal;
        }
        newSignal.run();
    }

    private void tell() {
        Runnable told;
        synchronized (lock) {
            told = closed ? null : signal;
        }
        if (told != null) {
            told.run();
        }
    }

    @Override
    public void checkpoint(SourceRecord last) {
        finishWhen(last.sequenceNumber());
    }

    @Override
    public void finish() {
        if (!atEnd()) {
            throw new IllegalStateException(
                    "cannot finish %s of %s: it is not at its end".formatted(shardId, origin.arn()));
        }
        finishWhen(null);
    }

    /** @param last the record that everything is dealt with up to; null when the whole shard is */
    private void finishWhen(@Nullable String last) {
        boolean first;
        synchronized (lock) {
            boolean all = ended && buffer.isEmpty() && (last == null || last.equals(lastPolled));
            first = all && !done && !closed;
            done |= all;
        }
        if (first) {
            finished.accept(this);
        }
    }

    @Override
    public long millisBehindLatest() {
        synchronized (lock) {
            DynamoDbRecord next = buffer.peek();
            return next == null ? 0 : Math.max(0, time.millis() - next.arrivalMillis());
        }
    }

    void close() {
        synchronized (lock) {
            closed = true;
            buffer.clear();
            cancelTimer();
        }
    }
}
