package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.stream.ShardReader;
import dev.penstock.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds one shard to a function, strictly in order: gathers a batch, invokes, and goes on only when the batch succeeded or
 * was given up. Nothing is read meanwhile, so a slow function holds back its shard and no other. All state belongs to the
 * worker thread; timers and invocations leave a note and wake it.
 */
final class ShardPoller {
    private static final Logger log = LoggerFactory.getLogger(ShardPoller.class);
    private static final long STOP_MILLIS = 2_000;
    private static final int SHORTEST_RECORD_JSON = 256;

    private final EventSourceMappingSpec spec;
    private final ShardReader reader;
    private final RecordOrigin origin;
    private final Function<Bytes, CompletionStage<InvocationResult>> function;
    private final MappingMetrics metrics;
    private final Time time;
    private final RetryPolicy retries;
    private final String name;
    private final WorkSignal signal;
    private final Deque<StreamRecord> leftOver = new ArrayDeque<>();
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private volatile boolean windowOver;
    private volatile boolean retryDue;
    private volatile boolean stopped;
    private volatile long oldestMillis = -1;
    private volatile Time.@Nullable Timer timer;
    private volatile @Nullable Thread worker;
    private Phase phase = Phase.GATHERING;
    private @Nullable Batch batch;
    private int failures;
    private int throttles;

    /** @param function invokes it with an event */
    ShardPoller(
            EventSourceMappingSpec spec,
            String mappingId,
            ShardReader reader,
            RecordOrigin origin,
            Function<Bytes, CompletionStage<InvocationResult>> function,
            MappingMetrics metrics,
            Time time) {
        this.spec = spec;
        this.reader = reader;
        this.origin = origin;
        this.function = function;
        this.metrics = metrics;
        this.time = time;
        retries = new RetryPolicy(spec.maxRetries());
        name = "%s-%s-%s".formatted(spec.function(), mappingId, reader.shardId());
        signal = new WorkSignal(time.inFlight().gauge("event-source-mapping"));
    }

    /** @param whenFinished told when the shard is at its end and dealt with */
    void start(Consumer<ShardPoller> whenFinished) {
        worker = Threads.start("functions-shard-" + name, () -> run(whenFinished));
        reader.onAvailable(signal::wake);
    }

    /** Does nothing more after the step it is in. */
    void stop() {
        stopped = true;
        cancelTimer();
        signal.close();
    }

    void awaitStopped() {
        Thread thread = worker;
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Age of the oldest record that was read and is not dealt with; 0 when there is none. */
    long millisBehind(long nowMillis) {
        long oldest = oldestMillis;
        return oldest < 0 ? 0 : Math.max(0, nowMillis - oldest);
    }

    private void run(Consumer<ShardPoller> whenFinished) {
        try {
            while (signal.await()) {
                guardedStep();
            }
        } catch (InterruptedException interrupted) {
            log.debug("poller {} was interrupted", name);
        } finally {
            cancelTimer();
            signal.close();
            whenFinished.accept(this);
        }
    }

    /** What the stream or our own code throws must neither end the worker nor lose a record. */
    private void guardedStep() {
        try {
            step();
        } catch (RuntimeException failure) {
            if (stopped) {
                return;
            }
            log.error("poller {} failed and tries again; its shard stands still meanwhile", name, failure);
            metrics.broken(failure);
            phase = batch == null ? Phase.GATHERING : Phase.WAITING;
            setTimer(RetryPolicy.LONGEST, () -> retryDue = true);
        }
    }

    private void step() {
        if (phase == Phase.INVOKING) {
            Outcome ended = outcome.getAndSet(null);
            if (ended != null) {
                invoked(ended);
            }
        } else if (phase == Phase.WAITING && retryDue) {
            retryDue = false;
            invoke();
        }
        if (phase == Phase.GATHERING) {
            gather();
        }
    }

    private void gather() {
        while (!isFull()) {
            if (leftOver.isEmpty() && !poll()) {
                break;
            }
            takeLeftOver();
            if (!leftOver.isEmpty()) {
                break; // no room for the next record: the event is full
            }
        }
        if (batch == null) {
            if (reader.atEnd()) {
                reader.finish();
                stop();
            }
            return;
        }
        boolean gatheredEnough = isFull() || !leftOver.isEmpty() || reader.atEnd();
        if (gatheredEnough || spec.batchWindow().isZero() || windowOver) {
            cancelTimer();
            windowOver = false;
            invoke();
        }
    }

    private boolean isFull() {
        Batch gathered = batch;
        return gathered != null && gathered.size() >= spec.batchSize();
    }

    /** Reads what the batch has room for; false when there is nothing. */
    private boolean poll() {
        Batch gathered = batch;
        int room = gathered == null ? KinesisEventJson.MAX_BYTES : gathered.bytesLeft();
        int records = spec.batchSize() - (gathered == null ? 0 : gathered.size());
        int fitting = Math.max(1, Math.min(records, room / SHORTEST_RECORD_JSON));
        long dataBytes = Math.max(1L, room * 3L / 4);
        List<StreamRecord> next = reader.poll(fitting, dataBytes);
        metrics.read(next.size());
        leftOver.addAll(next);
        return !next.isEmpty();
    }

    private void takeLeftOver() {
        for (StreamRecord next = leftOver.peekFirst(); next != null; next = leftOver.peekFirst()) {
            if (batch == null) {
                open(next);
            } else if (!batch.add(next)) {
                return;
            }
            leftOver.removeFirst();
        }
    }

    private void open(StreamRecord first) {
        batch = new Batch(first, reader.shardId(), origin);
        oldestMillis = first.approximateArrival().toEpochMilli();
        failures = 0;
        throttles = 0;
        windowOver = false;
        if (!spec.batchWindow().isZero()) {
            setTimer(spec.batchWindow(), () -> windowOver = true);
        }
    }

    private void invoke() {
        Batch gathered = batch;
        if (gathered == null || stopped) {
            return;
        }
        phase = Phase.INVOKING;
        metrics.invoked();
        function.apply(gathered.event()).whenComplete((result, failure) -> {
            outcome.set(Outcome.of(result, failure));
            signal.wake();
        });
    }

    private void invoked(Outcome ended) {
        Batch done = batch;
        if (done == null || stopped) {
            return;
        }
        if (ended.error() == null) {
            metrics.delivered(done.size());
            checkpoint(done);
        } else if (ended.refused()) {
            metrics.throttled();
            throttles++;
            waitFor(RetryPolicy.delay(throttles), done, ended.error());
        } else {
            metrics.failed();
            failures++;
            throttles = 0;
            if (retries.isExhausted(failures)) {
                discard(done, ended.error());
            } else {
                waitFor(RetryPolicy.delay(failures), done, ended.error());
            }
        }
    }

    private void waitFor(Duration delay, Batch failing, String error) {
        if (failures + throttles == 1) {
            log.warn(
                    "function '{}' did not take {} records of {} ({}); they are tried again {} and hold back their shard"
                            + " meanwhile: {}",
                    spec.function(),
                    failing.size(),
                    reader.shardId(),
                    failing.range(),
                    spec.maxRetries() < 0 ? "until it does" : "up to " + spec.maxRetries() + " times",
                    error);
        } else {
            log.debug("{}: attempt {} failed, next in {}: {}", name, failures, delay, error);
        }
        phase = Phase.WAITING;
        setTimer(delay, () -> retryDue = true);
    }

    private void discard(Batch given, String error) {
        metrics.discarded(given.size());
        log.warn(
                "function '{}' failed {} times: {} records of {} with sequence numbers {} are discarded; last error: {}",
                spec.function(),
                failures,
                given.size(),
                reader.shardId(),
                given.range(),
                error);
        checkpoint(given);
    }

    private void checkpoint(Batch done) {
        reader.checkpoint(done.last());
        batch = null;
        oldestMillis = -1;
        phase = Phase.GATHERING;
    }

    private void setTimer(Duration delay, Runnable note) {
        timer = time.schedule(delay, () -> {
            note.run();
            signal.wake();
        });
    }

    private void cancelTimer() {
        Time.Timer set = timer;
        if (set != null) {
            set.cancel();
            timer = null;
        }
    }

    private enum Phase {
        GATHERING,
        INVOKING,
        WAITING
    }
}
